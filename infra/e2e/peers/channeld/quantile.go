package main

import (
	"math"
	"sort"
)

// The share of values at or below it; −1 of none.
func quantile(values []float64, share float64) float64 {
	if len(values) == 0 {
		return -1
	}
	sort.Float64s(values)
	rank := math.Ceil(share * float64(len(values)))
	return math.Round(100*values[int(math.Max(rank, 1))-1]) / 100
}
