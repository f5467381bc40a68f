import { expect, test } from '@jest/globals';
import { Scraped } from './scrape.ts';

const TEXT = `# HELP views_ms Building views
# TYPE views_ms histogram
views_ms_bucket{le="20"} 7
views_ms_bucket{le="50"} 9
views_ms_bucket{le="+Inf"} 12
views_ms_sum 340.5
views_ms_count 12
refused_total{reason="unknown-address"} 5
refused_total{reason="request {odd}"} 2
refused_totals 100
clients 3
`;

test('metrics are summed over their labels, whatever else begins with their name', () => {
  const scraped = new Scraped(TEXT);
  expect(scraped.sum('refused_total')).toBe(7);
  expect(scraped.sum('clients')).toBe(3);
  expect(scraped.sum('nobody')).toBe(0);
});

test('values are told apart by a label', () => {
  expect(new Scraped(TEXT).byLabel('refused_total', 'reason')).toEqual({
    'unknown-address': 5,
    'request {odd}': 2,
  });
});

test('observations above a bound are those of the count that no bucket up to it has', () => {
  const scraped = new Scraped(TEXT);
  expect(scraped.above('views_ms', 50)).toBe(3);
  expect(scraped.above('views_ms', 20)).toBe(5);
});
