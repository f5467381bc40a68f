package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/rand"
	"sync"
	"sync/atomic"
	"time"

	"github.com/channeldorg/channeld/examples/unity-mirror-tanks/tankspb"
	"github.com/channeldorg/channeld/pkg/channeldpb"
	"google.golang.org/protobuf/proto"
)

const (
	// So many clients decode what they get; the others count its bytes.
	decodingMost = 32
	// One update in so many is judged, so many ticks later, as native-bots do.
	judged = 8
	later  = 8
	// A tick may come as one of so many after it.
	mergedMost = 2
	// An input unanswered for longer at the end counts with the time that it has waited.
	lateMs           = 150.0
	firstUpdateLimit = 60 * time.Second
)

type job struct {
	port                      string
	clients                   int
	warmMs, windowMs, radiusM float64
	notes                     string
}

// What is counted in the window, of the clients that decode.
type tally struct {
	counting                           atomic.Bool
	fromMs                             float64
	mutex                              sync.Mutex
	ages, roundTrips                   []float64
	ticks, updates, bytes              int
	judged, complete, inRange, missing int
}

type load struct {
	job     job
	notes   *notes
	tally   tally
	begun   chan bool
	players []*player
}

func play(job job) {
	l := &load{job: job, notes: openNotes(job.notes, job.clients), begun: make(chan bool, 1)}
	for index := range job.clients {
		l.players = append(l.players, l.join(index))
	}
	fmt.Println("JOINED", job.clients)
	select {
	case <-l.begun:
	case <-time.After(firstUpdateLimit):
		fail(fmt.Errorf("no first update"))
	}
	l.run()
	l.report()
	// Whoever started it ends it, after a look at the processor time that it took.
	time.Sleep(startLimit)
}

func (l *load) join(index int) *player {
	p := &player{load: l, connection: dial(l.job.port), decodes: index < decodingMost}
	p.random = rand.New(rand.NewSource(int64(index)))
	p.shown = map[uint32]*history{}
	ready := make(chan bool, 1)
	go p.connection.read(func(packet []byte) { p.hear(packet, ready) })
	p.connection.add(0, channeldpb.MessageType_AUTH, &channeldpb.AuthMessage{
		PlayerIdentifierToken: fmt.Sprint("player", index), LoginToken: "none",
	})
	p.connection.flush()
	select {
	case <-ready:
	case <-time.After(startLimit):
		fail(fmt.Errorf("client %d got no answer", index))
	}
	return p
}

// Inputs, spread evenly over their 100 ms, until the window is over.
func (l *load) run() {
	startMs, turn := nowMs(), 0
	for {
		time.Sleep(time.Millisecond)
		atMs := nowMs()
		for ; float64(turn) < atMs-startMs; turn++ {
			slot, count := turn%turnMs, len(l.players)
			for index := (slot*count + turnMs - 1) / turnMs; index < ((slot+1)*count+turnMs-1)/turnMs; index++ {
				l.players[index].speak()
			}
		}
		switch {
		case !l.tally.counting.Load() && atMs-startMs > l.job.warmMs:
			l.tally.fromMs = atMs
			l.tally.counting.Store(true)
			fmt.Println("W0")
		case l.tally.counting.Load() && atMs-l.tally.fromMs > l.job.windowMs:
			l.tally.counting.Store(false)
			stopping.Store(true)
			fmt.Println("W1")
			return
		}
	}
}

// Sums are of all clients: those of the decoding ones, for as many as there are.
func (l *load) report() {
	endMs := nowMs()
	t := &l.tally
	t.mutex.Lock()
	defer t.mutex.Unlock()
	late := 0
	decoding := min(decodingMost, l.job.clients)
	for _, player := range l.players[:decoding] {
		late += player.countUnanswered(endMs)
	}
	forAll := float64(l.job.clients) / float64(decoding)
	line, err := json.Marshal(map[string]any{
		"bots": l.job.clients, "seconds": (endMs - t.fromMs) / 1000, "tickHz": tickHz,
		"ticks": float64(t.ticks) * forAll, "updates": float64(t.updates) * forAll, "bytesIn": float64(t.bytes) * forAll,
		"judged": t.judged, "complete": t.complete, "inRange": t.inRange, "missing": t.missing,
		"ageMsP50": quantile(t.ages, 0.5), "ageMsP99": quantile(t.ages, 0.99),
		"roundTripMsP50": quantile(t.roundTrips, 0.5), "roundTripMsP99": quantile(t.roundTrips, 0.99),
		"roundTrips": len(t.roundTrips), "lateCommands": late,
	})
	fail(err)
	fmt.Println("R " + string(line))
}

type player struct {
	load       *load
	connection *connection
	decodes    bool
	id         atomic.Uint32
	mutex      sync.Mutex
	// When the inputs that are not acknowledged were sent.
	sentMs                 []float64
	sequence, acknowledged uint32
	headingLeft            int
	velocityX, velocityZ   float32
	random                 *rand.Rand
	// By client; only its reader uses it.
	shown map[uint32]*history
	tick  int
}

// The last states of one entity, by tick.
type history struct {
	ticks [historySize]int
	at    [historySize][2]uint16
}

func (p *player) hear(packet []byte, ready chan bool) {
	atMs := nowMs()
	t := &p.load.tally
	if !p.decodes && p.id.Load() != 0 {
		return
	}
	if t.counting.Load() {
		t.mutex.Lock()
		t.bytes += headBytes + len(packet)
		t.mutex.Unlock()
	}
	for _, message := range messagesOf(packet) {
		switch message.MsgType {
		case uint32(channeldpb.MessageType_AUTH):
			var result channeldpb.AuthResultMessage
			fail(proto.Unmarshal(message.MsgBody, &result))
			p.id.Store(result.ConnId)
			ready <- true
		case uint32(channeldpb.MessageType_CHANNEL_DATA_UPDATE):
			if p.decodes {
				p.see(message.MsgBody, atMs)
			}
		}
	}
}

// An update of one channel.
func (p *player) see(body []byte, atMs float64) {
	var update channeldpb.ChannelDataUpdateMessage
	var data tankspb.TankGameChannelData
	fail(proto.Unmarshal(body, &update))
	fail(proto.Unmarshal(update.Data.Value, &data))
	newest, told := 0, 0
	for _, state := range data.TransformStates {
		if state.Rotation == nil || state.Removed {
			continue
		}
		told++
		tick, client := int(state.Rotation.X), uint32(state.Rotation.Z)
		newest = max(newest, tick)
		if p.shown[client] == nil {
			p.shown[client] = &history{}
		}
		p.shown[client].ticks[tick%historySize] = tick
		p.shown[client].at[tick%historySize] = [2]uint16{units(float64(state.Position.X)), units(float64(state.Position.Z))}
	}
	if newest == 0 {
		return
	}
	t := &p.load.tally
	if t.counting.Load() {
		ageMs := atMs - stampOf(p.load.notes.of(newest))
		t.mutex.Lock()
		t.updates += told
		t.ages = append(t.ages, ageMs)
		t.mutex.Unlock()
	}
	if own := data.TransformStates[p.id.Load()]; own != nil && own.Rotation != nil && !own.Removed {
		p.seeOwn(int(own.Rotation.X), uint32(own.Rotation.Z), uint32(own.Rotation.Y), atMs)
	}
}

// A tick counts as come when the client's own entity is told of.
func (p *player) seeOwn(tick int, client, acknowledged uint32, atMs float64) {
	select {
	case p.load.begun <- true:
	default:
	}
	p.hearAcknowledged(acknowledged, atMs)
	if tick <= p.tick {
		return
	}
	p.tick = tick
	t := &p.load.tally
	if !t.counting.Load() {
		return
	}
	t.mutex.Lock()
	t.ticks++
	t.mutex.Unlock()
	if past := tick - later; past > 0 && (past+int(client))%judged == 0 {
		p.judge(past, int(client))
	}
}

func (p *player) hearAcknowledged(number uint32, atMs float64) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	t := &p.load.tally
	for ; p.acknowledged < number; p.acknowledged++ {
		sent := p.sentMs[0]
		p.sentMs = p.sentMs[1:]
		if t.counting.Load() && sent >= t.fromMs {
			t.mutex.Lock()
			t.roundTrips = append(t.roundTrips, atMs-sent)
			t.mutex.Unlock()
		}
	}
}

// Whether it was told of everybody in range just where the notes of that tick have him, or of the
// merged ticks after it: channeld puts what it has not sent yet into the next.
func (p *player) judge(tick, own int) {
	var records [mergedMost + 1][]byte
	for after := range records {
		records[after] = p.load.notes.of(tick + after)
	}
	ownX, ownZ := positionOf(records[0], own)
	reach := math.Pow(p.load.job.radiusM*unitsPerM, 2)
	inRange, missing := 0, 0
	for client := range p.load.job.clients {
		x, z := positionOf(records[0], client)
		dx, dz := float64(x)-float64(ownX), float64(z)-float64(ownZ)
		if dx*dx+dz*dz > reach {
			continue
		}
		inRange++
		shown := false
		for after, record := range records {
			shown = shown || p.isShown(client, tick+after, record)
		}
		if !shown {
			missing++
		}
	}
	t := &p.load.tally
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.judged++
	t.inRange += inRange
	t.missing += missing
	if missing == 0 {
		t.complete++
	}
}

func (p *player) isShown(client, tick int, record []byte) bool {
	shown := p.shown[uint32(client)]
	if shown == nil || shown.ticks[tick%historySize] != tick {
		return false
	}
	x, z := positionOf(record, client)
	return near(shown.at[tick%historySize][0], x) && near(shown.at[tick%historySize][1], z)
}

// Coordinates travel as 32-bit floats: they may round to the next unit.
func near(a, b uint16) bool { return math.Abs(float64(a)-float64(b)) <= 1 }

func (p *player) speak() {
	if p.headingLeft == 0 {
		angle := p.random.Float64() * 2 * math.Pi
		p.velocityX, p.velocityZ = float32(speedMps*math.Cos(angle)), float32(speedMps*math.Sin(angle))
		p.headingLeft = 7 + p.random.Intn(7)
	}
	p.headingLeft--
	input := make([]byte, inputBytes)
	p.mutex.Lock()
	p.sequence++
	if p.decodes {
		p.sentMs = append(p.sentMs, nowMs())
	}
	binary.LittleEndian.PutUint32(input, p.sequence)
	p.mutex.Unlock()
	binary.LittleEndian.PutUint32(input[4:], math.Float32bits(p.velocityX))
	binary.LittleEndian.PutUint32(input[8:], math.Float32bits(p.velocityZ))
	p.connection.addBytes(0, inputType, input)
	p.connection.flush()
}

func (p *player) countUnanswered(endMs float64) int {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	t, late := &p.load.tally, 0
	for _, sent := range p.sentMs {
		if sent >= t.fromMs && endMs-sent > lateMs {
			t.roundTrips = append(t.roundTrips, endMs-sent)
			late++
		}
	}
	return late
}
