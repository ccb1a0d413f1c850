import { type Lane, type Passage, stationNames, stationTitles, type Tone } from '../lanes/lane.js'

// The lanes as one image, for a document. What is known of text without laying it out is its number of characters.

const nameWidth = 160
const nameChars = 20
const stationWidth = 182
const lineHeight = 15
const lineChars = 21
const padding = 8
const width = nameWidth + stationNames.length * stationWidth
const headHeight = 32

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`)

/** A text in lines: a word longer than a line is cut. */
const linesOf = (text: string, chars = lineChars): string[] => {
  const lines: string[] = []
  const words = text.split(/\s+/).flatMap(word => word.match(new RegExp(`.{1,${chars}}`, 'gu')) ?? [])
  for (const word of words) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= chars)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** Which key it was is for the page: in an image it would change with every run. */
const withoutKeyIds = (text: string): string =>
  text.replace(/ \(key [\w-]+\)/g, '').replace(/the key [\w-]+ of /g, 'the key of ')

const isShort = (value: Passage['value']): boolean => String(value).length <= 2 * lineChars

const passageLines = ({ text, value }: Passage): string[] => [
  ...linesOf(withoutKeyIds(text)),
  ...(value !== undefined && isShort(value)
    ? linesOf(typeof value === 'string' ? value : JSON.stringify(value))
    : [])
]

const textAt = (lines: readonly string[], { x, y }: { x: number; y: number }, kind: string): string =>
  lines
    .map(
      (line, index) => `<text class="${kind}" x="${x}" y="${y + index * lineHeight}">${escaped(line)}</text>`
    )
    .join('')

interface Cell {
  tone: Tone
  lines: string[]
}

const cellOf = (passages: readonly Passage[]): Cell => ({
  tone: passages[0]?.tone ?? 'none',
  lines: passages.flatMap(passageLines)
})

const laneAt = (lane: Lane, top: number): { svg: string; height: number } => {
  const cells = stationNames.map(name => cellOf(lane.stations[name]))
  const names = [
    ...linesOf(lane.name, nameChars),
    ...linesOf(lane.slot === undefined ? 'copied' : `slot ${lane.slot}`, nameChars)
  ]
  const tallest = Math.max(names.length, ...cells.map(({ lines }) => lines.length))
  const box = tallest * lineHeight + 2 * padding
  const stations = cells.map(({ tone, lines }, index) => {
    const x = nameWidth + index * stationWidth
    const arrow = index === 0 ? '' : `<path class="arrow" d="M${x - 12} ${top + padding + 6}l5 5l-5 5"/>`
    return `${arrow}<rect class="${tone}" x="${x}" y="${top}" width="${stationWidth - 20}" height="${box}" rx="6"/>${textAt(lines, { x: x + padding, y: top + padding + 11 }, tone)}`
  })
  const alone = `With the deny list alone: ${lane.alone}`
  const ghost = `<text class="ghost" x="${nameWidth}" y="${top + box + 16}">${escaped(alone)}</text>`
  const name = textAt(names, { x: padding, y: top + padding + 11 }, 'name')
  return { svg: `${name}${stations.join('')}${ghost}`, height: box + 34 }
}

/** What an image is sent with: its own style and nothing else. */
export const imageStyle = `text{font:11px system-ui,sans-serif;fill:#1c1d22}.paper{fill:#fff}.name{font-weight:600}.head,.ghost,.none{fill:#585b6a}.ghost{font-style:italic}
rect.none{fill:none}rect.plain{fill:#f1f1ee}rect.good{fill:#e4f4ea}rect.warn{fill:#fdf3dc}rect.bad{fill:#fce8e6}text.good{fill:#14643d}.arrow{fill:none;stroke:#585b6a}
@media (prefers-color-scheme:dark){text{fill:#e8e8ec}.paper{fill:#131419}.head,.ghost,text.none{fill:#a3a6b5}rect.plain{fill:#22252e}rect.good{fill:#17342a}rect.warn{fill:#3a2f17}rect.bad{fill:#431f1d}text.good{fill:#7fdcab}.arrow{stroke:#a3a6b5}}`

/** The way of each attribute as an image of its own: light or dark as its reader has it, without script and fonts. */
export const lanesImage = (lanes: readonly Lane[], title: string): string => {
  let top = headHeight
  const drawn = lanes.map(lane => {
    const { svg, height } = laneAt(lane, top)
    top += height
    return svg
  })
  const heads = stationNames.map(
    (name, index) =>
      `<text class="head" x="${nameWidth + index * stationWidth + padding}" y="20">${stationTitles[name]}</text>`
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" width="${width}" height="${top}" role="img">
<title>${escaped(title)}</title>
<style>${imageStyle}</style>
<rect class="paper" width="${width}" height="${top}"/>
${[...heads, ...drawn].join('\n')}
</svg>
`
}
