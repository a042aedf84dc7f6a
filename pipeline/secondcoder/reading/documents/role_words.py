"""What people who ask and who answer are called, and what headers of transcripts name."""

import re
from difflib import SequenceMatcher
from functools import cache

_ASKING = """
    interviewer interviewers moderator moderators facilitator facilitators researcher questioner
    question interviewerin moderatorin interviewende interviewender forscher forscherin fragende
    frage befrager befragerin gesprächsleiter gesprächsleiterin gesprächsleitung interviewleitung
    moderation diskussionsleitung diskussionsleiter diskussionsleiterin gesprächsführung befragerin
    enquêteur enquêtrice enqueteur enquetrice chercheur chercheuse intervieweur intervieweuse
    animateur animatrice modérateur modératrice entrevistador entrevistadora investigador
    investigadora moderador moderadora facilitador facilitadora pregunta pesquisador pesquisadora
    pergunta mediador mediadora intervistatore intervistatrice ricercatore ricercatrice moderatore
    moderatrice facilitatore facilitatrice domanda interviewleider interviewster onderzoeker
    onderzoekster gespreksleider gespreksleidster vraag intervjuare intervjuaren intervjuer
    intervjueren forskare forsker samtalsledare fråga spørsmål spørgsmål haastattelija tutkija
    kysymys ankieter badacz badaczka prowadzący prowadząca pytanie tazatel tazatelka výzkumník
    výzkumnice moderátor moderátorka kérdező интервьюер исследователь исследовательница модератор
    ведущий ведущая вопрос інтервюер дослідник дослідниця görüşmeci araştırmacı moderatör soru
    συνεντευκτής συνεντεύκτρια ερευνητής ερευνήτρια الباحث الباحثة باحث باحثة المحاور المحاورة
    المُحاور المقابل المقابلة السائل سؤال מראיין מראיינת חוקר חוקרת שאלה مصاحبه‌گر پژوهشگر
    साक्षात्कारकर्ता शोधकर्ता 访谈者 采访者 访问者 访谈员 研究者 研究员 主持人 提问者 记者 问
    訪談者 採訪者 訪問者 研究員 主持人 提問者 記者 問 聞き手 インタビュアー 質問者
    司会 司会者 調査者 インタビューアー 면접자 면담자 질문자 연구자 진행자 인터뷰어
"""
_ANSWERING = """
    interviewee participant respondent informant answer befragte befragter befragten teilnehmer
    teilnehmerin teilnehmende interviewte interviewter interviewpartner interviewpartnerin
    gesprächspartner gesprächspartnerin proband probandin antwort enquêté enquêtée répondant
    répondante interviewé interviewée participante informateur informatrice réponse entrevistado
    entrevistada informante respuesta resposta intervistato intervistata partecipante rispondente
    risposta geïnterviewde deelnemer deelneemster antwoord intervjuperson
    informanten deltagare deltaker deltager svar haastateltava vastaaja badany badana rozmówca
    rozmówczyni respondentka odpowiedź informátor респондент респондентка информант участник
    участница ответ katılımcı görüşülen cevap συνεντευξιαζόμενος συμμετέχων
    المشارك المشاركة مشارك مشاركة المبحوث المبحوثة المستجيب المستجيبة جواب משתתף משתתפת מרואיין
    מרואיינת תשובה 受访者 被访者 参与者 回答者 答 受訪者 被訪者 參與者 参加者 話し手 対象者 協力者
    참여자 참가자 응답자 피면접자
"""
_HELPING = """
    therapist counsellor counselor client patient psychologist psychotherapist psychiatrist doctor
    nurse caller operator coach coachee teacher student pupil mother father child mum dad
    therapeut therapeutin klient klientin patientin arzt ärztin berater beraterin thérapeute
    psychologue cliente patiente médecin terapeuta psicólogo psicóloga psicologo paciente médico
    paziente terapeut psykolog pasient cliënt
"""
_FIELDS = """
    date time duration location place venue length recording recorded transcript transcription
    transcriber transcribed setting language age gender sex occupation profession education study
    observer protokollant protokollantin beobachter beobachterin
    present attendees anwesend anwesende présents presentes presenti aanwezig
    project topic title file code name consent recorder audio site pseudonym
    datum ort zeit uhrzeit dauer beginn ende aufnahme aufnahmedatum aufnahmedauer transkript
    transkription transkribiert transkribientin thema titel projekt alter geschlecht beruf
    besonderheiten auffälligkeiten störungen atmosphäre gesprächsatmosphäre gesprächssituation
    interviewsituation wetter weather particularités circonstances observaciones particularidades
    bijzonderheden merknader bakgrund bakgrunn
    anmerkung anmerkungen bemerkung bemerkungen kürzel sprache interviewnummer interviewdauer
    interviewort interviewdatum befragungsort einverständnis
    lieu durée heure début fin sujet titre projet enregistrement transcripteur transcriptrice âge
    sexe langue remarque remarques fecha lugar duración hora inicio título proyecto grabación
    transcripción transcriptor edad sexo género idioma profesión tema nota notas data local duração
    início fim projeto gravação transcrição transcritor idade gênero profissão
    luogo durata ora inizio fine titolo progetto registrazione trascrizione età genere professione
    plaats locatie duur tijd tijdstip opname transcriptie onderwerp leeftijd geslacht beroep
    plats varaktighet längd tid ålder kön yrke inspelning transkribering transkriberad dato sted
    varighet alder kjønn køn tittel titel opptak optagelse lydfil
    дата место длительность возраст пол время التاريخ المكان المدة العمر 日期 地点
    时间 时长 日時 場所 날짜 장소
"""
_ASSISTING = """
    assistant assistent assistentin assistante asistente assistente asystent asystentka technician
    observer observers beobachter beobachterin protokollant protokollantin observateur observatrice
    observador observadora osservatore osservatrice waarnemer observatör observatør
    protokollführer protokollführerin
"""
_INTERVIEWS = """
    interview interviews int interviewee entretien entretiens entrevista entrevistas intervista
    interviste wywiad wywiady intervju intervjuer haastattelu interjú rozhovor röportaj görüşme
    интервью συνέντευξη
"""
_SESSIONS = """
    session sessions therapy therapies psychotherapy counselling counseling consultation
    consultations consult coaching supervision visit appointment lesson tutorial sitzung
    therapiesitzung therapie psychotherapie beratung beratungsgespräch sprechstunde séance séances
    sesión sesiones terapia sessão seduta consulta consulenza zitting gesprekstherapie samtalsterapi
    sesja konsultacja
"""
_SAID = """
    question frage pregunta pergunta domanda vraag fråga spørsmål spørgsmål kysymys pytanie вопрос
    soru سؤال שאלה 问 問 質問 answer antwort réponse respuesta resposta risposta antwoord svar
    odpowiedź ответ cevap جواب תשובה 答
"""
_HELPERS_OF_NAMES = frozenset({"co", "assistant", "assistent", "assistentin", "zweite", "second"})

ASKING = frozenset(_ASKING.split())
"""Words for the person who asks, folded: English, German, French, Spanish, Portuguese, Italian,
Dutch, the Scandinavian languages, Finnish, Polish, Czech, Russian, Turkish, Greek, Arabic, Hebrew,
Persian, Hindi, Chinese, Japanese, Korean."""
ANSWERING = frozenset(_ANSWERING.split())
"""Words for the person who answers."""
HELPING = frozenset(_HELPING.split())
"""Words for people whose talk is itself the material, whoever asks: therapy, teaching, care."""
_UTTERANCES = frozenset(_SAID.split())
FIELDS = frozenset(_FIELDS.split())
"""Words that name a field in the header of a transcript."""

ASSISTING = frozenset(_ASSISTING.split())
"""Words for people beside the one who asks: they see to the recording and to time."""
INTERVIEWS, SESSIONS = frozenset(_INTERVIEWS.split()), frozenset(_SESSIONS.split())
"""Words by which a file or its title says what was recorded."""

_LONG, ALIKE = 9, 0.88
"""Letters of a word, and likeness to one for the person who asks, from which it is that word with a
slip. Set on misspellings of “interviewer” and “moderator”; “interviewee” is nearer to itself."""

_GENDERED = re.compile(r"(?<=\w)(?:[*:_/·.]-?(?:in(?:nen)?|e|a|rice|euse|ora)|\((?:in|a|e)\)|/a)\b")
_END = re.compile(r"[\s_#.-]*(?:\d{1,3}|[a-zA-Z])?[.\s]*$")
_SHORT = re.compile(
    r"(?:int|iv|ivr|intv|ir|mod|fac|i|q)\.?(?:[\s_#-]*\d{1,3}|[\s_#-]+[a-z])?", re.IGNORECASE
)
_UNSURE = re.compile(r"(?:i|q|iv|ir)\.?[\s_#-]*\d{0,3}", re.IGNORECASE)


def plain_role(name: str) -> str:
    """Return a label without case, number, parenthesis and marks of gender (``:in``, ``(a)``)."""
    folded = _GENDERED.sub("", name.strip()).casefold()
    folded = re.sub(r"\s*\([^()]*\)$", "", folded)
    shorter = _END.sub("", folded) if re.search(r"[\s\d_#.-]", folded) else folded
    return shorter.removeprefix("co-").strip() or folded


def is_asking(name: str) -> bool:
    """Say whether a label is a usual name for the person who asks.

    The word may stand first (``Interviewer Judith``), last or in brackets (``JK (Interviewer)``).
    """
    name = name.strip()
    if _SHORT.fullmatch(re.sub(r"\s*\([^)]*\)$", "", name)) or plain_role(name) in ASKING:
        return True
    if _is_misspelt(plain_role(name)):
        return True
    words = re.findall(r"[^\W\d_]+", _GENDERED.sub("", name).casefold())
    if len(words) == 2 and words[0] in _HELPERS_OF_NAMES:
        return words[1] in ASKING
    return len(words) in {2, 3} and bool({words[0], words[-1]} & ASKING)


@cache
def _is_misspelt(word: str) -> bool:
    """Say whether a word is one for the person who asks with a slip: ``Interveiwer``."""
    if len(word) < _LONG or word in ASKING | ANSWERING | HELPING | FIELDS | ASSISTING:
        return False
    asks, answers = _likeness(word, ASKING), _likeness(word, ANSWERING)
    return asks >= ALIKE and asks > answers


def _likeness(word: str, words: frozenset[str]) -> float:
    alike = [one for one in words if one[0] == word[0] and abs(len(one) - len(word)) <= 1]
    return max((SequenceMatcher(None, word, one).ratio() for one in alike), default=0.0)


def is_utterance(name: str) -> bool:
    """Say whether a word names what is said and not who says it: ``Question``, ``Antwort``."""
    return plain_role(name) in _UTTERANCES


def is_unsure(name: str) -> bool:
    """Say whether a name for the person who asks may as well stand for another: ``I``, ``Q``."""
    return _UNSURE.fullmatch(name.strip()) is not None


def is_answering(name: str) -> bool:
    """Say whether a label is a usual name for the person who answers."""
    return plain_role(name) in ANSWERING


def is_helping(name: str) -> bool:
    """Say whether a label names a part in therapy, teaching or care."""
    return plain_role(name) in HELPING


def is_assisting(name: str) -> bool:
    """Say whether a label names somebody who helps the one who asks: ``Assistant``."""
    words = re.findall(r"[^\W\d_]+", _GENDERED.sub("", name).casefold())
    return 0 < len(words) <= 3 and bool(ASSISTING & {words[0], words[-1], "".join(words)})


def what_is_recorded(words: str) -> str:
    """Return ``interview`` or ``session`` where a name or title says so, otherwise nothing."""
    said = set(re.findall(r"[^\W\d_]+", words.casefold()))
    if said & SESSIONS:
        return "session"
    return "interview" if said & INTERVIEWS else ""


def is_field(label: str) -> bool:
    """Say whether a label names a field of a header: ``Date``, ``Datum des Interviews``."""
    words = re.findall(r"[^\W\d_]+", label.casefold())
    return 0 < len(words) <= 4 and any(word in FIELDS for word in words)
