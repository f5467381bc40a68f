//! Percentiles of milliseconds.

const BUCKETS: usize = 40_001;

/// Milliseconds in buckets of 0.05 to two seconds.
pub struct Histogram {
    buckets: Vec<u32>,
    pub count: u64,
    max: f64,
}

impl Histogram {
    pub fn new() -> Histogram {
        Histogram {
            buckets: vec![0; BUCKETS],
            count: 0,
            max: 0.0,
        }
    }

    pub fn add(&mut self, ms: f64) {
        self.buckets[((ms.max(0.0) * 20.0) as usize).min(BUCKETS - 1)] += 1;
        self.count += 1;
        self.max = self.max.max(ms);
    }

    /// −1 of none.
    pub fn quantile(&self, p: f64) -> f64 {
        let wanted = (p * self.count as f64).ceil() as u64;
        let mut sum = 0;
        for (i, &n) in self.buckets.iter().enumerate() {
            sum += u64::from(n);
            if sum >= wanted && sum > 0 {
                return if i == BUCKETS - 1 {
                    self.max
                } else {
                    (i as f64 + 0.5) / 20.0
                };
            }
        }
        -1.0
    }
}
