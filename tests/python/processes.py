"""The processes that Spark starts for a test, and the end of one."""

import os
import signal
import threading
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def killed(choose=lambda worker: worker):
    """Kills a process while the block runs: what `choose` makes of a worker of Spark's that runs Python and is in the middle of its
    work. A list of what was killed."""
    killed, is_done = [], threading.Event()

    def kill():
        # A worker that has used so much of the processor since the block began has not done its part of it.
        begun = {worker: processor_seconds(worker) for worker in python_workers()}
        while not killed and not is_done.wait(0.01):
            for worker in python_workers():
                if processor_seconds(worker) - begun.setdefault(worker, 0) > 0.1 and (chosen := choose(worker)):
                    os.kill(chosen, signal.SIGKILL)
                    killed.append(chosen)
                    break

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        yield killed
    finally:
        is_done.set()
        killer.join()


def python_workers():
    """The processes of this test's own Spark that run Python: children of a daemon that a Java machine has started."""
    is_daemon = lambda process: b"pyspark.daemon" in command_of(process)
    for path in Path("/proc").iterdir():
        if path.name.isdecimal() and is_daemon(int(path.name)) and is_daemon(parent_of(int(path.name))):
            if os.getpid() in ancestors(int(path.name)):
                yield int(path.name)


def java_of(process):
    """The Java machine that a process of Python was started by."""
    return next((process for process in ancestors(process) if b"/java" in command_of(process).split(b"\0")[0]), None)


def ancestors(process):
    """The process that started this one, the one that started that, and so on."""
    while process := parent_of(process):
        yield process


def parent_of(process):
    return int(fields_of(process)[1])


def processor_seconds(process):
    return int(fields_of(process)[11]) / os.sysconf("SC_CLK_TCK")


def command_of(process):
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def fields_of(process):
    """What the system counts of a process; of one that is gone, nothing of anything."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ["0"] * 50


def failed_tasks(context, group):
    """How many tasks of a group of jobs had to be done again, or were not done."""
    status = context.statusTracker()
    stages = [stage for job in status.getJobIdsForGroup(group) for stage in status.getJobInfo(job).stageIds]
    return sum(status.getStageInfo(stage).numFailedTasks for stage in stages)
