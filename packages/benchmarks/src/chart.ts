/** `pnpm bench:chart`: writes the chart and the table of the README anew from the saved run. */
import { render } from "./report/results.ts"

render()
