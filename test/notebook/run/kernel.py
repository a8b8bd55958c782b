"""A real TypeScript kernel that code is given to and that is interrupted as JupyterLab does it."""
import queue

from jupyter_client.manager import KernelManager


class Kernel:
    def __init__(self, root):
        self.manager = KernelManager(kernel_name='tslab')
        self.manager.start_kernel(cwd=root)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def run(self, code, until=None):
        """Executes and returns what was printed, with the reply's status; with `until`, interrupts once that text was."""
        asked = self.client.execute(code)
        text, interrupted, idle = '', False, False
        while True:
            try:
                message = self.client.get_iopub_msg(timeout=1 if idle else 120)
            except queue.Empty:
                if idle:
                    break  # what was printed late has come too
                raise
            if message['parent_header'].get('msg_id') != asked:
                continue
            if message['msg_type'] in ('stream', 'error'):
                text += message['content'].get('text') or '\n'.join(message['content']['traceback'])
            if until and until in text and not interrupted:
                interrupted = True
                self.manager.interrupt_kernel()
            if message['msg_type'] == 'status' and message['content']['execution_state'] == 'idle':
                idle = True
        while True:
            reply = self.client.get_shell_msg(timeout=60)
            if reply['parent_header'].get('msg_id') == asked:
                return {'text': text[-3000:], 'status': reply['content']['status']}

    def end(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
