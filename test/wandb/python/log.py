"""Logs a short run to a W&B server with W&B's own Python client.

    python log.py entity project id

The server is named by WANDB_BASE_URL and WANDB_API_KEY.
"""

import math
import sys

import wandb

entity, project, run_id = sys.argv[1:4]
run = wandb.init(
    entity=entity,
    project=project,
    id=run_id,
    name="logged by Python",
    tags=["python"],
    config={"learning_rate": 1e-3, "sizes": [256, 256], "optimizer": {"name": "adam"}, "seed": 2**63 - 1},
    settings=wandb.Settings(console="off", x_disable_stats=True, x_disable_meta=True, disable_git=True, x_save_requirements=False),
)
for epoch in range(1, 31):
    run.log({"epoch": epoch, "loss": 1 / epoch, "val_dice": math.nan if epoch == 7 else 1 - 1 / epoch})
run.summary["best_val_dice"] = 1 - 1 / 30
run.finish()
