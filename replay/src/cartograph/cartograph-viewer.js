import { AtlasError, formatEntityId, parseEntityId } from '@atlasnet/schemas';
import { LIMITS } from '../limits.js';
import { valuesOf } from '../reader/entity-values.js';
import { openWorldLog } from '../reader/world-log.js';
import { parseWish } from './page-messages.js';
import { PastView } from './past-view.js';
import { encodePicture, pictureOf } from './picture.js';
/** A page that looks at the world: live, or at a place of its own in the past. */
export class CartographViewer {
    #socket;
    #mayLookBack;
    #past = null;
    #wished = null;
    #follow = 0;
    #busy = false;
    #source = null;
    constructor(socket, mayLookBack) {
        this.#socket = socket;
        this.#mayLookBack = mayLookBack;
    }
    get looksBack() {
        return this.#past !== null;
    }
    /** A message of the page; what it cannot mean is dropped. */
    message(text) {
        const wish = parseWish(text);
        if (!wish)
            return;
        if (wish.type === 'follow')
            this.#follow = parseEntityId(wish.entity.trim()) ?? 0;
        else if (wish.type === 'play')
            this.#play(wish.speed);
        else
            this.#wished = wish;
    }
    /** Sends what the viewer looks at; skipped while the one before is under way or waits to be sent. */
    async push(live, sinceLastMs) {
        this.#source = live.source;
        if (this.#busy || this.#socket.queuedBytes() > LIMITS.viewerQueueBytes)
            return;
        this.#busy = true;
        try {
            await this.#grant();
            await this.#past?.advance((sinceLastMs * live.status.tickHz) / 1000);
            if (this.#past)
                this.#send(live, this.#past.moment(), this.#past);
            else
                this.#send(live, { tick: live.tick, regions: live.states }, null);
        }
        catch (error) {
            if (!(error instanceof AtlasError))
                throw error;
            this.#past = null;
            this.#notice(error.message);
        }
        finally {
            this.#busy = false;
        }
    }
    #play(speed) {
        if (this.#past)
            this.#past.speed = speed;
    }
    async #grant() {
        const wish = this.#wished;
        this.#wished = null;
        if (!wish || !this.#source)
            return;
        if (wish.type === 'live')
            this.#past = null;
        if (wish.type === 'pause' && this.#past)
            this.#past.speed = 0;
        if (wish.type !== 'seek')
            return;
        if (!this.#past && !this.#mayLookBack()) {
            this.#notice(`at most ${LIMITS.pastViewersMax} viewers can look at the past at a time`);
            return;
        }
        const { log, world } = this.#source;
        const speed = this.#past?.speed ?? 0;
        this.#past = await PastView.open(await openWorldLog(log, world), wish.tick);
        this.#past.speed = speed;
    }
    #send(live, moment, past) {
        const { tick, regions } = moment;
        const followed = this.#followed(regions);
        const status = {
            ...live.status,
            ...(past ? pastFigures(live, past) : {}),
            ...{ tick, live: past === null, playing: past === null || past.speed > 0, followed },
        };
        const flashes = past ? [] : live.flashes;
        const picture = pictureOf(regions.values(), {
            ...{ live: past === null, tick, flashes, follow: this.#follow },
        });
        this.#socket.send(JSON.stringify(status));
        this.#socket.send(encodePicture(picture));
    }
    #followed(regions) {
        if (this.#follow === 0)
            return null;
        const entity = formatEntityId(this.#follow);
        for (const [region, { table }] of regions) {
            const slot = table.slotOf(this.#follow);
            if (slot >= 0)
                return { entity, region, values: valuesOf(table, slot) };
        }
        return { entity, region: null, values: {} };
    }
    #notice(text) {
        this.#socket.send(JSON.stringify({ type: 'notice', text }));
    }
}
/** The rows and totals of a moment in the past: only what the states themselves say. */
function pastFigures(live, past) {
    const { map, regions } = past.moment();
    const rows = Array.from(regions, ([region, state]) => {
        const bounds = map?.boundsOf(region) ?? null;
        const row = live.status.regions.find((each) => each.region === region);
        return {
            ...{ region, owner: row?.owner ?? null, epoch: row?.epoch ?? 0, tick: state.tick },
            ...{ entities: state.table.count, sessions: state.sessions.size, tickMs: 0, appendMs: 0 },
            ...{ queuedFrames: 0, handoffsPerSecond: 0, skippedPercent: 0 },
            condition: state.closed ? 'closed' : 'running',
            ...{ min: bounds?.min ?? null, max: bounds?.max ?? null },
        };
    });
    const counts = rows.filter(({ min }) => min !== null).map(({ entities }) => entities);
    const entities = counts.reduce((sum, count) => sum + count, 0);
    const mean = entities / Math.max(1, counts.length);
    const clients = rows.reduce((sum, row) => sum + row.sessions, 0);
    const rates = { handoffsPerSecond: 0, logBytesPerSecond: 0, tickMsMax: 0 };
    const imbalance = mean === 0 ? 0 : Math.max(...counts) / mean;
    return {
        mapVersion: map?.version ?? 0,
        regions: rows,
        totals: { entities, imbalance, clients, ...rates },
    };
}
//# sourceMappingURL=cartograph-viewer.js.map