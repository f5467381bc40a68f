/**
 * What an address is counted under where there are limits for each: IPv4 whole, IPv6 by its first 64 bits, since
 * every host has all addresses below those. What stands before a slash, the way by which it speaks, is kept.
 */
export function ratedAddress(address: string): string {
  // Of the most common kind nothing is made.
  if (!address.includes(':')) return address;
  const from = address.lastIndexOf('/') + 1;
  return address.slice(0, from) + ratedHost(address.slice(from));
}

function ratedHost(host: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(host);
  if (mapped) return mapped[1] ?? host;
  const [head = '', tail] = host.toLowerCase().split('%')[0]?.split('::') ?? [];
  const words = head === '' ? [] : head.split(':');
  const tailWords = tail === undefined || tail === '' ? [] : tail.split(':');
  while (tail !== undefined && words.length + tailWords.length < 8) words.push('0');
  return [...words, ...tailWords]
    .slice(0, 4)
    .map((word) => word.replace(/^0+(?=.)/, ''))
    .join(':');
}
