"""A small made-up study of mixed sources: an interview, a survey and a report."""

INTERVIEW = """Interviewer: How has it gone?

P1: The bus never comes and the fare went up again.

P2: We grew so many tomatoes that we gave them away.

P1: The bus never comes, and the fare went up again!

P2: The bus never comes and the fare went up again.
"""
SURVEY = """id,site,answer
1,North,The driver waits for me and that helps.
2,North,The allotment soil is good and I dig there.
3,South,No bus in the evening and it is a problem.
4,South,I have nothing to say.
"""
CODEBOOK = """theme,subtheme,polarity,definition
Transport,No bus,Challenges,"no bus comes, the fare, a problem in the evening"
Transport,Kind driver,Successes,the driver waits and helps
Land,Harvest,Successes,"tomatoes, soil, dig, grow and give away"
Land,Stones,Challenges,stones in the soil
Money,Grants,Challenges,"grant, budget and invoice"
"""
CODING = """document,quote,theme,subtheme
interview,The bus never comes and the fare went up again.,Transport,No bus
interview,"The bus never comes, and the fare went up again!",Transport,No bus
interview,The bus never comes and the fare went up again.,Transport,No bus
interview,We grew so many tomatoes,Land,Harvest
survey,The driver waits for me and that helps.,Transport,Kind driver
survey,The allotment soil is good and I dig there.,Land,Harvest
survey,No bus in the evening and it is a problem.,Transport,No bus
report,The grant ended in March.,Money,Grants
report,Stones had to be dug out first.,Land,Stone
"""
TOML = """title = "Mixed sources"
stance = "{stance}"

[[documents]]
path = "interview.txt"
kind = "interview"

[[documents]]
path = "survey.csv"
id   = "id"
text = "answer"
kind = "survey"

[[documents]]
path = "report.docx"
{report}

[codebook]
path       = "codebook.csv"
levels     = ["theme", "subtheme"]
facets     = ["polarity"]
definition = "definition"
"""
CODED = """
[[coding]]
path     = "eva.csv"
coder    = "Eva"
document = "document"
passage  = "quote"
code     = ["theme", "subtheme"]
"""


def write_mixed(folder, *, stance="codebook", coded=True, report='kind = "report"'):
    """Write the study and return its folder."""
    import docx

    folder.mkdir(parents=True)
    document = docx.Document()
    document.add_paragraph("The grant ended in March.")
    document.add_paragraph("Stones had to be dug out first.")
    document.save(folder / "report.docx")
    files = {
        "interview.txt": INTERVIEW,
        "survey.csv": SURVEY,
        "codebook.csv": CODEBOOK,
        "eva.csv": CODING,
        "study.toml": TOML.format(stance=stance, report=report) + (CODED if coded else ""),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
