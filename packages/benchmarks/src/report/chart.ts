import { BarChart, type BarSeriesOption } from "echarts/charts"
import {
  GridComponent,
  type GridComponentOption,
  MarkLineComponent,
  TitleComponent,
  type TitleComponentOption
} from "echarts/components"
import { type ComposeOption, init, use } from "echarts/core"
import { SVGRenderer } from "echarts/renderers"
import { type Goal, goalText, isMet, type Row, shareOfGoal, valueText } from "./row.ts"

use([BarChart, GridComponent, MarkLineComponent, SVGRenderer, TitleComponent])

const green = "#2f7d6d"
const orange = "#d9822b"
const black = "#24292f"

/** The end of the scale, in percent of a goal. Bars that are longer are cut. */
const longest = 200

const barOf = (row: Row, goal: Goal) => ({
  name: `${row.row}: ${row.what}`,
  value: `${valueText(row)}, goal ${goalText(goal)}`,
  length: Math.min(longest, 100 * shareOfGoal(row, goal)),
  color: isMet(row, goal) ? green : orange
})

/** The rows that have a goal, as an SVG: one bar each, as long as the share of its goal that the value takes. */
export const chart = (rows: ReadonlyArray<Row>): string => {
  const bars = rows.flatMap((row) => (row.goal === undefined ? [] : [barOf(row, row.goal)]))
  const names = { data: bars.map(({ name }) => name), position: "left" } as const
  const values = { data: bars.map(({ value }) => value), position: "right" } as const

  const option: ComposeOption<BarSeriesOption | GridComponentOption | TitleComponentOption> = {
    animation: false,
    backgroundColor: "#ffffff",
    title: {
      text: "How much of its goal each value takes: shorter is better, 100 % is the goal",
      left: "center",
      top: 12,
      textStyle: { color: black, fontSize: 15 }
    },
    grid: { left: 440, right: 170, top: 48, bottom: 32 },
    xAxis: { type: "value", min: 0, max: longest, axisLabel: { color: black, formatter: "{value} %" } },
    yAxis: [names, values].map((axis) => ({
      type: "category",
      inverse: true,
      axisLabel: { color: black },
      axisTick: { show: false },
      ...axis
    })),
    series: {
      type: "bar",
      barWidth: 14,
      silent: true,
      data: bars.map(({ color, length }) => ({ value: length, itemStyle: { color } })),
      markLine: {
        silent: true,
        symbol: "none",
        label: { show: false },
        lineStyle: { color: black, type: "solid" },
        data: [{ xAxis: 100 }]
      }
    }
  }

  const drawing = init(null, null, { renderer: "svg", ssr: true, width: 1080, height: 80 + 26 * bars.length })
  drawing.setOption(option)
  const svg = drawing.renderToSVGString()
  drawing.dispose()
  return `${withoutHover(svg)}\n`
}

/** Styles for a pointer do nothing in a picture, and their names change from call to call. */
const withoutHover = (svg: string): string =>
  svg.replaceAll(/ class="zr\d+-cls-\d+"/g, "").replace(/<style[^]*<\/style>\s*/, "")
