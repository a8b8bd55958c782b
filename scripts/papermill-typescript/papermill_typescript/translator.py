import json
import re

from papermill.models import Parameter
from papermill.translators import Translator

DECLARATION = re.compile(
    r"^\s*let\s+(?P<name>[\w$]+)\s*(:\s*(?P<type>[^=]+?)\s*)?=\s*(?P<default>.*?);?\s*(//\s*(?P<help>.*))?$"
)


class TypeScriptTranslator(Translator):
    """Writes parameters as assignments to the `let`s of the parameters cell, so that the kernel checks name and type."""

    @classmethod
    def translate(cls, val):
        text = json.dumps(val, ensure_ascii=False, default=str)
        # JSON lets these two stand in a string; TypeScript takes them for ends of the line
        return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"{name} = {str_val};"

    @classmethod
    def codify(cls, parameters, comment="Parameters"):
        # The kernel prints the value of the last expression: end with one that has none.
        return super().codify(parameters, comment) + "void 0;\n"

    @classmethod
    def inspect(cls, parameters_cell):
        found = []
        for line in parameters_cell["source"].splitlines():
            match = DECLARATION.match(line)
            if match:
                found.append(
                    Parameter(
                        name=match["name"],
                        inferred_type_name=match["type"] or "None",
                        default=match["default"],
                        help=match["help"] or "",
                    )
                )
        return found
