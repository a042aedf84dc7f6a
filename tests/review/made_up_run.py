"""A small made-up run, and the command as a user starts it."""

from pathlib import Path

import pages_server
from made_tables import tables_of
from secondcoder.decisions.events import Event
from secondcoder.procedures.second_coder.record import KIND
from secondcoder.publish.record import result_record
from secondcoder.publish.results import publish_result

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = (
    '<script>window.hurt = 1</script><img src=x onerror="window.hurt = 1">',
    "</p></main><style>*{display:none}</style> {{ 7 * 7 }} & <b>bold</b>",
    "\u202eright to left over ride\u2066 and never closed",
    "<a href=javascript:hurt=1>click</a> https://elsewhere.example/x.png =1+1",
)
WORD = "w" * 1_000_000
CODES = (
    ("cA", "Getting there", ""),
    ("cB", "Getting there > Bus times", "cA"),
    ("cC", "Getting there > Lifts", "cA"),
    ("cD", "Trust <i>", ""),
    ("cE", "Trust <i> > Being asked", "cD"),
    ("cF", "Money", ""),
)
PARENT = {code: parent for code, _, parent in CODES}
NAMES = {code: name for code, name, _ in CODES}


def said(number):
    if number < len(HOSTILE):
        return HOSTILE[number]
    if number == len(HOSTILE):
        return WORD
    return f"Number {number}: the bus had stopped by then, so somebody came and asked us in person."


def closed(codes):
    return {c for code in codes for c in (code, PARENT[code]) if c}


def human(coder, number):
    shift = 0 if coder == "Mira" else 1
    return [("cB",), ("cE",), (), ("cF", "cB"), ("cC",), ()][(number + shift) % 6]


def machine(number):
    return [("cB",), (), ("cE",), ("cF",), ("cC",), ("cC",), ("cB",)][number % 7]


CODERS = ("Mira", "Tom")


def make_tables(count=60, *, cut=said, coders=CODERS):
    ids = [f"p{n:04d}" for n in range(count)]
    texts = [cut(n) for n in range(count)]
    where = [f"Group {n // 20 + 1}" for n in range(count)]
    passages = [
        {
            "passage_id": ids[n],
            "document": where[n],
            "speaker": ("Ana", "Ben <Chair>", "")[n % 3],
            "position": n % 20 + 1,
            "start": (n % 20) * 100,
            "end": (n % 20) * 100 + len(texts[n]),
            "text": texts[n],
            "theme_id": f"t{n % 3}",
            "question": "How do you get here?",
        }
        for n in range(count)
    ]
    suggestions = []
    for n in range(count):
        applied = machine(n)
        ranked = [*applied, *(c for c, _, _ in CODES if c not in applied)][:4]
        for rank, code in enumerate(ranked, 1):
            suggestions.append(
                {
                    "passage_id": ids[n],
                    "rank": rank,
                    "code_id": code,
                    "code": NAMES[code],
                    "confidence": round(0.9 / rank - n / 1000, 4),
                    "basis": "codebook",
                    "suggested": "yes" if code in applied else "no",
                    "evidence_part": "definition",
                    "reason": "" if applied else "no code reaches the threshold",
                    "evidence_text": f"Talk of {NAMES[code]}.",
                    "evidence_words": "bus; person",
                    "evidence_theme": f"t{n % 3}",
                    "evidence_neighbours": f"{ids[(n + 9) % count]} (0.71)",
                }
            )
    comparison, agreement = [], []
    for coder in coders:
        for code, name, parent in CODES:
            cells = [0, 0, 0, 0]
            for n in range(count):
                one, two = code in closed(human(coder, n)), code in closed(machine(n))
                place = (not one) * 2 + (not two)
                cells[place] += 1
                if place == 3:
                    continue
                status = ("both", "human only", "machine only")[place]
                comparison.append(
                    {
                        "passage_id": ids[n],
                        "code_id": code,
                        "code": name,
                        "status": status,
                        "human": "yes" if one else "no",
                        "machine": "yes" if two else "no",
                        "coder": coder,
                    }
                )
            agreement.append(
                {
                    "code_id": code,
                    "code": name,
                    "both": cells[0],
                    "human_only": cells[1],
                    "machine_only": cells[2],
                    "neither": cells[3],
                    "kappa": 0.41,
                    "kappa_low": 0.2,
                    "kappa_high": 0.6,
                    "coder": coder,
                    "level": 2 if parent else 1,
                    "units": count,
                }
            )
    codes = [
        {
            "code_id": code,
            "code": name,
            "path": tuple(name.split(" > ")),
            "level": 2 if parent else 1,
            "parent_id": parent,
            "definition": f"Talk of {name}.",
            "include": "Any form of it.",
            "in_codebook": "yes",
            "codable": "yes",
            "examples": "We came by bus.\nWe walked.",
        }
        for code, name, parent in CODES
    ]
    themes = [
        {
            "theme_id": f"t{k}",
            "level": 1,
            "label": ("bus stopped", "asked <us>", "in person")[k],
            "key_phrases": "bus; person",
            "passages": count // 3,
            "documents": 3,
            "speakers": 2,
            "cohesion": 0.6,
            "stability": 0.8,
            "relation": ("matches", "new theme", "splits")[k],
            "exemplars": "; ".join(ids[k + 6 : k + 15 : 3]),
            "exemplar_text": texts[k + 6],
        }
        for k in range(3)
    ]
    matches = [
        {
            "theme_id": "t0",
            "code_id": "cB",
            "code": NAMES["cB"],
            "similarity": 0.7,
            "overlap_kappa": 0.5,
            "relation": "matches",
            "assigned": "yes",
            "theme": "bus stopped",
        }
    ]
    new_themes = [
        {
            "theme_id": name,
            "label": label,
            "key_phrases": "bus; person",
            "passages": 3,
            "documents": 2,
            "explained": 0.4,
            "source": source,
            "exemplars": "; ".join(ids[6:8]),
        }
        for name, label, source in (
            ("t1", "asked <us>", "theme"),
            ("n0", "left <over>", "passages that no code fits"),
        )
    ]
    given = {
        "seen": [{"coder": coder, "passage_id": one} for coder in coders for one in ids],
        "new_themes": new_themes,
        "passages": passages,
        "suggestions": suggestions,
        "comparison": comparison,
        "agreement": agreement,
        "codes": codes,
        "themes": themes,
        "matches": matches,
    }
    return tables_of(given)


def record(**more):
    plain = result_record(
        kind=KIND,
        identity="run-one",
        title="Taking part & <more>",
        stance="codebook",
        seed=None,
        inputs=(),
        model=None,
        config={},
        more={},
    )
    return {**plain, **more}


def blind_off(review, *names):
    """Let people who coded nothing look at suggestions as they are."""
    off = [
        Event(kind="setting", reviewer=name, run=review.material.run, verdict="blind", detail="off")
        for name in names
        if review.blind(name)
    ]
    review.add(off)


def write_run(folder, tables, **more):
    said = record(**more)
    counted = said["stance"] != "reflexive"
    folder.parent.mkdir(parents=True, exist_ok=True)
    publish_result(folder, tables=tables, record=said, made={}, counted=counted)
    return folder


class Server(pages_server.Server):
    """The command ``review`` as a user starts it."""

    def __init__(self, study, *options):
        super().__init__("review", study, *options)
