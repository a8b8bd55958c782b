"""Pulls from a W&B server with W&B's own Python client and prints what came, and how long it took, as JSON.

    python pull.py default|best|histories|sweep [entity project [sweep]]

`default` is what the client does out of the box (one extra query a run), `best` its fastest setting.
The server is named by WANDB_BASE_URL and WANDB_API_KEY.
"""

import json
import sys
import time

import wandb

mode = sys.argv[1]
entity, project, sweep = (sys.argv[2:] + ["lab", "beads", "sw33p001"][len(sys.argv) - 2 :])[:3]
path = f"{entity}/{project}"
filters = {"sweep": sweep}

api = wandb.Api(timeout=600)
start = time.perf_counter()


def rows(**options):
    return [
        {
            "id": run.id,
            "name": run.name,
            "state": run.state,
            "url": run.url,
            "tags": list(run.tags),
            "config": dict(run.config),
            "summary": run.summary._json_dict,
        }
        for run in api.runs(path, filters=filters, **options)
    ]


if mode == "default":
    answer = rows()
elif mode == "best":
    answer = rows(lazy=False, per_page=1000)
elif mode == "histories":
    answer = [
        {"id": run.id, "rows": list(run.scan_history())}
        for run in api.runs(path, filters=filters, lazy=False, per_page=1000)
    ]
elif mode == "sweep":
    found = api.sweep(f"{path}/{sweep}")
    answer = {"config": found.config, "name": found.name, "state": found.state}
else:
    raise SystemExit(f"unknown mode {mode}")

seconds = time.perf_counter() - start
count = len(answer)
print(json.dumps({"seconds": seconds, "count": count, "version": wandb.__version__, "answer": answer if "--quiet" not in sys.argv else None}))
