"""Pulls from a W&B server with W&B's own Python client and prints what came, and how long it took, as JSON.

    python pull.py default|best|histories|sweep entity project sweep [--quiet] [--warm-up]

`default` is what the client does out of the box (one extra query a run), `best` its fastest setting. With --warm-up the project `warm-up` is pulled first, untimed;
with --quiet only the time is printed.
The server is named by WANDB_BASE_URL and WANDB_API_KEY.
"""

import json
import sys
import time

import wandb

mode = sys.argv[1]
entity, project, sweep = sys.argv[2:5]
path = f"{entity}/{project}"
filters = {"sweep": sweep}

api = wandb.Api(timeout=600)


def rows(path, **options):
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


def pull(path):
    if mode == "default":
        return rows(path)
    if mode == "best":
        return rows(path, lazy=False, per_page=1000)
    if mode == "histories":
        return [
            {"id": run.id, "rows": list(run.scan_history())}
            for run in api.runs(path, filters=filters, lazy=False, per_page=1000)
        ]
    if mode == "sweep":
        found = api.sweep(f"{path}/{sweep}")
        return {"config": found.config, "name": found.name, "state": found.state}
    raise SystemExit(f"unknown mode {mode}")


if "--warm-up" in sys.argv:
    pull(f"{entity}/warm-up")
start = time.perf_counter()
answer = pull(path)
seconds = time.perf_counter() - start
count = len(answer)
print(json.dumps({"seconds": seconds, "count": count, "version": wandb.__version__, "answer": answer if "--quiet" not in sys.argv else None}))
