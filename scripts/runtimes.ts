/** The runtimes that the packages run on: where each comes from, and how it runs the compiled programs of a project. */
import { execFile, spawn, spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import { join } from "node:path"
import { promisify } from "node:util"
import * as Schema from "effect/Schema"
import { build } from "esbuild"
import { firstLine, install } from "./project.ts"
import { root } from "./workspace.ts"

const exec = promisify(execFile)

export interface Runtime {
  readonly name: string
  /** Makes the runtime ready: a download the first time, for those that npm brings. */
  readonly prepare: () => void
  readonly version: () => Promise<string>
  /** What the program prints that lists the models at `baseUrl`. */
  readonly run: (project: string, baseUrl: string) => Promise<string>
}

/** A package of npm that is an executable, installed once into a folder that git ignores. */
const fromNpm = (name: string, version: string) => {
  const folder = join(root, ".cache/runtimes", `${name}-${version}`)
  const executable = join(folder, "node_modules/.bin", name)
  return {
    executable,
    prepare: () => {
      if (!existsSync(executable)) install(folder, { [name]: version })
    },
    version: async () => {
      const { stdout } = await exec(executable, ["--version"], { env: environment })
      return versionIn(stdout)
    }
  }
}

const versionIn = (output: string): string => output.match(/\d+[.-][\d.-]+/)?.[0] ?? output

const environment = { ...process.env, DENO_NO_UPDATE_CHECK: "1" }

const commandLine = (name: string, [npm, version]: readonly [string, string], flags: ReadonlyArray<string> = []) => {
  const { executable, ...rest } = fromNpm(npm, version)
  return {
    name,
    ...rest,
    run: async (project: string, baseUrl: string) => {
      const { stdout } = await exec(executable, [...flags, "dist/main.js", baseUrl], { cwd: project, env: environment })
      return stdout
    }
  }
}

const bundle = async (project: string, program: string, conditions: Array<string>): Promise<string> => {
  const outfile = join(project, "bundles", `${program}.js`)
  const entryPoints = [join(project, "dist", `${program}.js`)]
  await build({ entryPoints, outfile, bundle: true, format: "esm", target: "es2022", conditions, logLevel: "error" })
  return outfile
}

/** Throws if an answer of the example's worker is not the list that the fake holds. */
const checkModels = Schema.decodeUnknownSync(Schema.parseJson(Schema.Array(Schema.Unknown).pipe(Schema.itemsCount(45))))

const listening = Schema.decodeUnknownSync(Schema.parseJson(Schema.Struct({ port: Schema.Number })))

const workerdConfig = (program: string, baseUrl: string) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = (
      modules = [(name = "worker", esModule = embed "bundles/${program}.js")],
      bindings = [
        (name = "ANTHROPIC_API_KEY", text = "any"),
        (name = "ANTHROPIC_BASE_URL", text = "${baseUrl}")
      ],
      compatibilityDate = "2026-06-01"
    )),
    (name = "internet", network = (allow = ["local"]))
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")]
);
`

const workerd = (): Runtime => {
  const { executable, ...rest } = fromNpm("workerd", "1.20261117.1")
  const serve = async <A>(project: string, program: string, baseUrl: string, use: (url: string) => Promise<A>) => {
    await bundle(project, program, ["workerd", "worker", "browser"])
    writeFileSync(join(project, "workerd.capnp"), workerdConfig(program, baseUrl))
    const args = ["serve", "workerd.capnp", "--control-fd=1"]
    const child = spawn(executable, args, { cwd: project, stdio: ["ignore", "pipe", "inherit"] })
    try {
      const { port } = listening(await firstLine(child.stdout))
      return await use(`http://127.0.0.1:${port}/`)
    } finally {
      child.kill()
    }
  }
  return {
    name: "workerd",
    ...rest,
    run: async (project, baseUrl) => {
      await serve(project, "exampleWorker", baseUrl, async (url) => {
        // At once: workerd refuses a request that waits for the I/O of another one.
        for (const answer of await Promise.all([fetch(url), fetch(url)])) checkModels(await answer.text())
      })
      return serve(project, "worker", baseUrl, async (url) => (await fetch(url)).text())
    }
  }
}

const chromium = (): Runtime => {
  const names = [process.env["CHROMIUM"] ?? "chromium", "chromium-browser", "google-chrome"]
  const executable = () => names.find((name) => spawnSync(name, ["--version"]).status === 0)
  const flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
  const quiet = "--disable-component-update --disable-sync --virtual-time-budget=20000 --dump-dom"

  return {
    name: "Chromium",
    prepare: () => {
      if (executable() !== undefined) return
      throw new Error("no Chromium found: install it (apt-get install chromium), or set CHROMIUM to its path")
    },
    version: async () => {
      const { stdout } = await exec(executable() ?? "", ["--version"])
      return versionIn(stdout)
    },
    run: async (project, baseUrl) => {
      const script = readFileSync(await bundle(project, "page", ["browser"]), "utf8")
      const server = createServer((request, response) => void answer(request, response, baseUrl, script))
      const url = await listen(server)
      try {
        const profile = `--user-data-dir=${mkdtempSync(join(project, "profile-"))}`
        const args = [...flags.split(" "), ...quiet.split(" "), profile, url]
        const { stdout } = await exec(executable() ?? "", args, { timeout: 60_000 })
        return stdout.match(/<body>([\s\S]*)<\/body>/)?.[1] ?? stdout
      } finally {
        server.close()
      }
    }
  }
}

/** Serves the page and its script, and passes the requests of the API on, as a proxy of one's own would. */
const answer = async (request: IncomingMessage, response: ServerResponse, baseUrl: string, script: string) => {
  const path = request.url ?? "/"
  if (path.startsWith("/v1/")) {
    const header = (name: string) => String(request.headers[name])
    const headers = { "x-api-key": header("x-api-key"), "anthropic-version": header("anthropic-version") }
    const answer = await fetch(baseUrl + path, { headers })
    response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text())
  } else if (path === "/page.js") {
    response.writeHead(200, { "content-type": "text/javascript" }).end(script)
  } else {
    response.writeHead(200, { "content-type": "text/html" }).end(`<script type="module" src="/page.js"></script>`)
  }
}

const listen = (server: Server): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", () => {
      const address = server.address()
      resolve(typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : String(address))
    })
  })

export const runtimes: ReadonlyArray<Runtime> = [
  commandLine("Node 20", ["node", "20.20.2"]),
  commandLine("Node 22", ["node", "22.23.3"]),
  commandLine("Node 24", ["node", "24.21.0"]),
  commandLine("Bun", ["bun", "1.4.5"]),
  commandLine(
    "Deno",
    ["deno", "2.9.6"],
    ["run", "--no-prompt", "--cached-only", "--allow-net=127.0.0.1", "--allow-env"]
  ),
  workerd(),
  chromium()
]
