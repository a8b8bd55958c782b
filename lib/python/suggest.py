"""Optuna's samplers and pruners for searches: one JSON line in, one JSON line out, in order, until standard input ends."""

import json
import os
import signal
import sys
import warnings

import optuna
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend, JournalFileOpenLock
from optuna.trial import TrialState


def distribution(of):
    if of["kind"] == "categorical":
        return CategoricalDistribution(of["choices"])
    if of["kind"] == "int":
        return IntDistribution(int(of["low"]), int(of["high"]), step=int(of.get("step", 1)))
    return FloatDistribution(of["low"], of["high"], log=of.get("log", False), step=of.get("step"))


def sampler(name, seed):
    if name == "tpe":
        return optuna.samplers.TPESampler(seed=seed)
    if name == "cma-es":
        return optuna.samplers.CmaEsSampler(seed=seed, warn_independent_sampling=False)
    if name == "qmc":
        return optuna.samplers.QMCSampler(seed=seed, scramble=True, warn_independent_sampling=False)
    return optuna.samplers.RandomSampler(seed=seed)  # of fixed values nothing is drawn


def pruner(of):
    if of is None:
        return optuna.pruners.NopPruner()
    if of["kind"] == "asha":
        return optuna.pruners.SuccessiveHalvingPruner(
            min_resource=of["minEpochs"], reduction_factor=of["factor"], min_early_stopping_rate=0
        )
    return optuna.pruners.HyperbandPruner(
        min_resource=of["minEpochs"], max_resource=of["maxEpochs"], reduction_factor=of["factor"]
    )


class Search:
    """A study, and its running trials by number."""

    def __init__(self, order):
        journal = order["journal"]
        storage = None
        if journal is not None:
            for left in (journal, journal + ".lock"):
                if os.path.lexists(left):
                    os.remove(left)
            storage = JournalStorage(JournalFileBackend(journal, lock_obj=JournalFileOpenLock(journal)))
        # Hyperband deals its brackets by the study's name, so that is the same for all.
        self.study = optuna.create_study(
            study_name="search",
            storage=storage,
            sampler=sampler(order["sampler"], order["seed"]),
            pruner=pruner(order["prune"]),
            direction=order["direction"],
        )
        self.study.set_user_attr("space", order["name"])
        self.parameters = {name: distribution(of) for name, of in order["parameters"].items()}
        self.trials = {}

    def ask(self, order):
        fixed = order.get("fixed")
        parameters = self.parameters
        if fixed is not None:
            parameters = {name: distribution(one["as"]) for name, one in fixed.items()}
            self.study.enqueue_trial({name: one["value"] for name, one in fixed.items()})
        trial = self.study.ask(parameters)
        self.trials[trial.number] = trial
        return {"number": trial.number, "values": trial.params}

    def report(self, order):
        trial = self.trials[order["number"]]
        trial.report(order["value"], step=order["epoch"])
        return {"pruned": trial.should_prune()}

    def tell(self, order):
        trial = self.trials.pop(order["number"])
        if order["state"] == "finished":
            self.study.tell(trial, order["value"])
        else:
            state = TrialState.PRUNED if order["state"] == "pruned" else TrialState.FAIL
            self.study.tell(trial, state=state)
        return {}


def main():
    # Ctrl-C and a scheduler's signals reach the whole group: the search decides, and its end closes standard input.
    for name in ("SIGINT", "SIGTERM", "SIGUSR1", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    warnings.simplefilter("ignore")
    search = None
    for line in sys.stdin:
        order = json.loads(line)
        try:
            if order["do"] == "open":
                search = Search(order)
                answer = {"optuna": optuna.__version__}
            else:
                answer = getattr(search, order["do"])(order)
        except Exception as error:  # told on the other side, in one line
            reason = str(error).strip().splitlines()
            answer = {"error": f"Optuna: {reason[0] if reason else type(error).__name__}"}
        print(json.dumps(answer), flush=True)


main()
