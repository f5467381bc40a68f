/**
 * The number at place k when numbers[0, count) are in descending order; it changes their order.
 * C. A. R. Hoare's FIND (Communications of the ACM 4, 7, 1961): linear on average, where sorting is not.
 */
export function kthLargest(numbers: Float64Array, count: number, k: number): number {
  let left = 0;
  let right = count - 1;
  while (left < right) {
    const pivot = numbers[k];
    let i = left;
    let j = right;
    while (i <= j) {
      while (numbers[i] > pivot) i++;
      while (pivot > numbers[j]) j--;
      if (i > j) break;
      const larger = numbers[j];
      numbers[j--] = numbers[i];
      numbers[i++] = larger;
    }
    // Left of i nothing is smaller than the pivot, right of j nothing larger.
    if (j < k) left = i;
    if (k < i) right = j;
  }
  return numbers[k];
}
