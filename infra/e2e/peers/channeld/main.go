// The arena workload on channeld: a simulated spatial server, and clients. It is built inside
// channeld's own example module unity-mirror-tanks, whose gateway and data type it uses.
//
//	arena server PORT CLIENTS NOTES_FILE CELL_M
//	arena clients PORT CLIENTS WARM_S SECONDS RADIUS_M NOTES_FILE
//
// A TransformState has x and z in position; in rotation: x the tick, y the last input that was applied,
// z the client's number.
package main

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"time"
)

const (
	tickHz = 20
	sideM  = 2000.0
	// A client is told of what it may see once a second, in which it covers five metres.
	sightM      = 61.0 + speedMps
	unitsPerM   = 65535 / sideM
	inputType   = 100
	inputBytes  = 12
	startLimit  = 20 * time.Second
	fromHotM    = 900.0
	toHotM      = 1100.0
	everyHot    = 4
	speedMps    = 5.0
	turnMs      = 100
	historySize = 32
)

func main() {
	if len(os.Args) < 6 {
		fail(fmt.Errorf("usage: see the top of main.go"))
	}
	switch os.Args[1] {
	case "server":
		serve(os.Args[2], int(number(3)), os.Args[4], number(5))
	case "clients":
		job := job{port: os.Args[2], clients: int(number(3)), warmMs: number(4) * 1000}
		job.windowMs, job.radiusM, job.notes = number(5)*1000, number(6), os.Args[7]
		play(job)
	default:
		fail(fmt.Errorf("no such part: %s", os.Args[1]))
	}
}

func number(at int) float64 {
	value, err := strconv.ParseFloat(os.Args[at], 64)
	fail(err)
	return value
}

// fail ends the process, unless there is nothing wrong.
func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func nowMs() float64 { return float64(time.Now().UnixMicro()) / 1e3 }

func units(metres float64) uint16 { return uint16(metres * unitsPerM) }

func clamp(value, least, most float64) float64 {
	return math.Min(math.Max(value, least), most)
}
