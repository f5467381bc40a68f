const WISH_LENGTH_MAX = 256;
/** Reads a page's wish; null for anything else (rule: untrusted bytes are parsed at the edge). */
export function parseWish(text) {
    if (text.length > WISH_LENGTH_MAX)
        return null;
    let wish;
    try {
        wish = Object(JSON.parse(text));
    }
    catch {
        return null;
    }
    const { type, tick, speed, entity } = wish;
    if (type === 'live' || type === 'pause')
        return { type };
    if (type === 'seek' && Number.isSafeInteger(tick) && Number(tick) >= 0) {
        return { type, tick: Number(tick) };
    }
    if (type === 'play' && typeof speed === 'number' && speed > 0 && speed <= 16) {
        return { type, speed };
    }
    if (type === 'follow' && typeof entity === 'string' && entity.length <= 32) {
        return { type, entity };
    }
    return null;
}
//# sourceMappingURL=page-messages.js.map