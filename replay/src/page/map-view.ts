/// <reference lib="dom" />
import { Deck, OrthographicView } from '@deck.gl/core';
import { PolygonLayer, ScatterplotLayer, TextLayer } from '@deck.gl/layers';
import type { PageStatus, RegionRow } from '../cartograph/page-messages.ts';
import type { Picture } from '../cartograph/picture.ts';
import { colourOf } from './colours.ts';

/** A handoff is seen for so long, milliseconds. */
const FLASH_MS = 700;
/** A click takes who is so near, pixels. */
const CLICK_PIXELS = 12;

/** A place on the map and how far around it a click means, metres. */
export interface ClickedPlace {
  readonly x: number;
  readonly y: number;
  readonly radiusM: number;
}

interface Flash {
  readonly x: number;
  readonly y: number;
  readonly bornMs: number;
}

/** The map: regions as boxes, entities as points straight from the message's arrays. */
export class MapView {
  readonly #deck: Deck<OrthographicView>;
  readonly #element: HTMLElement;
  #status: PageStatus | null = null;
  #picture: Picture | null = null;
  #colours = new Uint8Array(0);
  #flashes: Flash[] = [];
  #fitted = { world: '', size: '' };
  /** Something came since it was drawn. */
  #isNew = false;
  /** Who has moved the map keeps what they see, whatever the page's layout does. */
  #isMoved = false;

  constructor(element: HTMLElement, clicked: (place: ClickedPlace) => void) {
    this.#element = element;
    this.#deck = new Deck({
      parent: element as HTMLDivElement,
      views: new OrthographicView({ flipY: false }),
      initialViewState: { target: [0, 0, 0], zoom: 0 },
      controller: true,
      onViewStateChange: () => void (this.#isMoved = true),
      getCursor: ({ isDragging }) => (isDragging ? 'grabbing' : 'crosshair'),
      onClick: ({ coordinate, viewport }) => {
        if (!coordinate || !viewport) return;
        const [x, y] = coordinate;
        clicked({ x, y, radiusM: CLICK_PIXELS / 2 ** viewport.zoom });
      },
      useDevicePixels: true,
      layers: [],
    });
  }

  status(status: PageStatus): void {
    this.#status = status;
    this.#isNew = true;
    if (status.bounds) this.#fit(status);
  }

  picture(picture: Picture, nowMs: number): void {
    this.#picture = picture;
    this.#isNew = true;
    this.#colours = this.#colourPoints(picture);
    const { flashes } = picture;
    for (let i = 0; i < flashes.length; i += 2) {
      this.#flashes.push({ x: flashes[i], y: flashes[i + 1], bornMs: nowMs });
    }
  }

  /** Draws what came since the last time, and while somebody's crossing glows; else the map stays as it is. */
  draw(nowMs: number): void {
    const status = this.#status;
    if (!status || (!this.#isNew && this.#flashes.length === 0)) return;
    this.#isNew = false;
    this.#flashes = this.#flashes.filter(({ bornMs }) => nowMs - bornMs < FLASH_MS);
    const rows = status.regions.filter(({ min }) => min !== null);
    this.#deck.setProps({
      layers: [
        regionLayer(rows),
        this.#pointLayer(),
        this.#flashLayer(nowMs),
        this.#followLayer(),
        labelLayer(rows),
      ],
    });
  }

  /** Shows the whole world once its bounds are known, and again when they or the map's size change. */
  #fit({ bounds }: PageStatus): void {
    const { clientWidth, clientHeight } = this.#element;
    const world = JSON.stringify(bounds);
    const size = `${clientWidth} × ${clientHeight}`;
    const isSame = world === this.#fitted.world && (size === this.#fitted.size || this.#isMoved);
    if (!bounds || isSame || clientWidth === 0) return;
    this.#fitted = { world, size };
    const [width, height] = [bounds.max[0] - bounds.min[0], bounds.max[1] - bounds.min[1]];
    const scale = Math.min((clientWidth * 0.94) / width, (clientHeight * 0.94) / height);
    const target = [bounds.min[0] + width / 2, bounds.min[1] + height / 2, 0];
    this.#deck.setProps({
      initialViewState: { target: target as [number, number, number], zoom: Math.log2(scale) },
    });
  }

  #colourPoints({ regions }: Picture): Uint8Array<ArrayBuffer> {
    const byRegion = new Map(
      (this.#status?.regions ?? []).map(({ region, owner }) => [region, colourOf(owner)]),
    );
    const colours = new Uint8Array(regions.length * 4);
    for (let i = 0; i < regions.length; i++) {
      const [red, green, blue] = byRegion.get(regions[i]) ?? colourOf(null);
      // Neighbours of one owner differ a little, so that borders show in the points too.
      const shade = (regions[i] & 1) === 0 ? 1 : 0.8;
      colours[i * 4] = red * shade;
      colours[i * 4 + 1] = green * shade;
      colours[i * 4 + 2] = blue * shade;
      colours[i * 4 + 3] = 235;
    }
    return colours;
  }

  #pointLayer() {
    const length = this.#picture?.regions.length ?? 0;
    const positions = this.#picture?.positions ?? new Float32Array(0);
    return new ScatterplotLayer({
      id: 'entities',
      data: {
        length,
        attributes: {
          getPosition: { value: positions, size: 2 },
          getFillColor: { value: this.#colours, size: 4 },
        },
      },
      getRadius: 1.2,
      radiusMinPixels: 1.6,
      radiusMaxPixels: 7,
      radiusUnits: 'common',
    });
  }

  #flashLayer(nowMs: number) {
    return new ScatterplotLayer<Flash>({
      id: 'handoffs',
      data: this.#flashes,
      filled: false,
      stroked: true,
      radiusUnits: 'pixels',
      lineWidthUnits: 'pixels',
      getLineWidth: 1.5,
      getPosition: ({ x, y }) => [x, y],
      getRadius: ({ bornMs }) => 3 + ((nowMs - bornMs) / FLASH_MS) * 11,
      getLineColor: ({ bornMs }) => [255, 244, 214, 220 * (1 - (nowMs - bornMs) / FLASH_MS)],
      updateTriggers: { getRadius: nowMs, getLineColor: nowMs },
    });
  }

  #followLayer() {
    const { followed = -1, positions } = this.#picture ?? {};
    const at =
      followed >= 0 && positions ? [positions[followed * 2], positions[followed * 2 + 1]] : null;
    return new ScatterplotLayer<readonly number[]>({
      id: 'followed',
      data: at ? [at] : [],
      filled: false,
      stroked: true,
      radiusUnits: 'pixels',
      lineWidthUnits: 'pixels',
      getLineWidth: 2,
      getRadius: 12,
      getLineColor: [255, 255, 255, 255],
      getPosition: ([x, y]) => [x, y],
    });
  }
}

function corners({ min, max }: RegionRow): [number, number][] {
  const [x0, y0] = min ?? [0, 0];
  const [x1, y1] = max ?? [0, 0];
  return [
    [x0, y0],
    [x1, y0],
    [x1, y1],
    [x0, y1],
  ];
}

/** Fuller regions are lighter: the load shows at a glance. */
function regionLayer(rows: readonly RegionRow[]) {
  const fullest = Math.max(1, ...rows.map(({ entities }) => entities));
  return new PolygonLayer<RegionRow>({
    id: 'regions',
    data: rows,
    getPolygon: corners,
    getFillColor: ({ owner, entities, condition }) => {
      const alpha = condition === 'paused' ? 8 : 10 + (entities / fullest) * 34;
      return [...colourOf(owner), alpha] as [number, number, number, number];
    },
    getLineColor: ({ owner }) => [...colourOf(owner), 170] as [number, number, number, number],
    lineWidthUnits: 'pixels',
    getLineWidth: 1,
    stroked: true,
    updateTriggers: { getFillColor: rows, getLineColor: rows },
  });
}

function labelLayer(rows: readonly RegionRow[]) {
  return new TextLayer<RegionRow>({
    id: 'labels',
    data: rows,
    getText: ({ region, entities }) => `${region} · ${entities}`,
    getPosition: ({ min, max }) => [min?.[0] ?? 0, max?.[1] ?? 0],
    getPixelOffset: [6, 6],
    getTextAnchor: 'start',
    getAlignmentBaseline: 'top',
    getSize: 12,
    getColor: [222, 230, 238, 255],
    characterSet: '0123456789 ·',
  });
}
