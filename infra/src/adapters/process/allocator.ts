/**
 * Environment of processes that hold many entities, for glibc's allocator (mallopt(3); others ignore
 * it). Columns grow by being copied, and by default freed ones leave holes in the heap that are never
 * given back: a shard then keeps up to twice the memory that it uses. Blocks from this size on are
 * mapped one by one and given back when they are freed. Naming it also ends its growth by itself.
 */
export const ALLOCATOR_ENV: Readonly<Record<string, string>> = {
  MALLOC_MMAP_THRESHOLD_: '262144',
};
