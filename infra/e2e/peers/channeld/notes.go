package main

import (
	"encoding/binary"
	"math"
	"os"
	"sync"
)

// Where everybody was in each tick, as the server notes it before it tells anybody: a record a tick, the
// first of tick 1: f64 ms of the clock when it began, then u16 x and y of each client.
type notes struct {
	file    *os.File
	clients int
	mutex   sync.Mutex
	// The records that were read last, by tick.
	kept map[int][]byte
}

func createNotes(path string, clients int) *notes {
	file, err := os.Create(path)
	fail(err)
	return &notes{file: file, clients: clients}
}

func openNotes(path string, clients int) *notes {
	file, err := os.Open(path)
	fail(err)
	return &notes{file: file, clients: clients, kept: map[int][]byte{}}
}

func (n *notes) length() int { return 8 + 4*n.clients }

func (n *notes) write(tick int, startedMs float64, entities []*entity) {
	record := make([]byte, n.length())
	binary.LittleEndian.PutUint64(record, math.Float64bits(startedMs))
	for client, entity := range entities {
		binary.LittleEndian.PutUint16(record[8+4*client:], units(entity.x))
		binary.LittleEndian.PutUint16(record[10+4*client:], units(entity.z))
	}
	_, err := n.file.WriteAt(record, int64(tick-1)*int64(len(record)))
	fail(err)
}

func (n *notes) of(tick int) []byte {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	record := n.kept[tick]
	if record == nil {
		record = make([]byte, n.length())
		_, err := n.file.ReadAt(record, int64(tick-1)*int64(len(record)))
		fail(err)
		n.kept[tick] = record
		delete(n.kept, tick-2*historySize)
	}
	return record
}

func stampOf(record []byte) float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(record))
}

func positionOf(record []byte, client int) (x, z uint16) {
	return binary.LittleEndian.Uint16(record[8+4*client:]), binary.LittleEndian.Uint16(record[10+4*client:])
}
