"""What the headings of tables mean: roles of columns in the words of products and languages."""

import re
from collections.abc import Sequence
from functools import cache

from secondcoder.names import plain

ROLES: dict[str, str] = {
    "text": "cytat cytaty wypowiedz tekst_wypowiedzi odpowiedz "
    "citace uryvek promluva lainaus aineistolainaus "
    "sitaatti vastaus alinti ifade idezet szovegresz citater citaten tekststykke utdrag "
    "uddrag цитата цитаты фрагмент высказывание ответ текст 引文 原文 文本 引用 発話 "
    "text texts quote quotes quotation quotations answer answers response responses "
    "transcript excerpt extract segment passage utterance content verbatim feedback sentence "
    "message post review statement summary narrative body quoted_text free_text coded_text "
    "coded_segment coded_segments quotation_content text_content excerpt_copy highlight "
    "antwort antworten zitat zitate textstelle textstellen textsegment codiertes_segment "
    "fundstelle freitext "
    "text_des_segments aussage aussagen reponse reponses citation citations extrait "
    "extraits enonce passage_code respuesta respuestas cita citas fragmento fragmentos extracto "
    "resposta respostas citacao trecho trechos risposta risposte citazione citaat antwoord svar "
    "highlighted_text data_extract quoted_passage citat sitat uttalande yttrande ytring "
    "uitspraak fragment fragmenten text_passage textpassage antwoorden antwoord_tekst tekst "
    "texte texto testo enunciado estratto brano relato svaret verbatims quote_text passagem "
    "risposta_testo segmento segmentos segmenti",
    "comment": "komentarz komentarze komentar kommentti yorum комментарий 评论 "
    "comment comments remark remarks kommentar kommentare anmerkung anmerkungen "
    "commentaire commentaires remarque remarques comentario comentarios observaciones",
    "id": "id ids key no nr number row passage_id quote_id segment_id comment_id response_id "
    "answer_id text_id unit_id excerpt_id row_id record_id uuid submission_id respondent_id "
    "lfd_nr laufende_nummer nummer numero num item_id",
    "document": "wywiad dokument_zrodlowy plik rozhovor "
    "soubor haastattelu tiedosto aineisto gorusme "
    "dosya belge interju fajl intervju интервью документ файл 文件 访谈 文書 "
    "document doc documents file filename file_name document_name source interview "
    "transcript_name group focus_group session document_id interview_id doc_id source_name "
    "media_title resource_title dokument dokumente dokumentname datei dateiname quelle entretien "
    "fichier nom_du_document documento documentos archivo entrevista fuente intervista "
    "source_file source_document file_id transcript_file media bestand bestandsnaam bron fil "
    "filnamn filnavn kilde kalla dokumentnavn dokumentnamn fonte ficheiro arquivo "
    "nome_do_arquivo nome_file nombre_del_archivo nombre_del_documento "
    "gesprach gesprek interviewnummer nom_du_fichier",
    "case": "uczestnik uczestniczka rozmowca rozmowczyni osoba ucastnik osallistuja haastateltava "
    "katilimci resztvevo informant участник респондент 参与者 受访者 "
    "case participant respondent case_id case_name participant_id respondent person "
    "organisation organization site interviewee participant_name fall teilnehmer teilnehmerin "
    "teilnehmende befragte befragter proband cas participante participantes caso repondant "
    "partecipante deelnemer "
    "deltagare deltaker deltager respondentnummer identificador",
    "speaker": "mowca rozmawiajacy mluvci puhuja konusmaci "
    "beszelo taleren говорящий спикер 说话人 発話者 "
    "speaker voice speaker_name sprecher sprecherin locuteur hablante "
    "spreker talare taler talende parlante falante orador interlocutor interlocuteur "
    "intervenant intervenante parleur redner sprechende speaker_label speaker_id",
    "question": "pytanie otazka kysymys soru kerdes sporsmal sporgsmal вопрос 问题 質問 "
    "question prompt question_text frage fragen pregunta questao domanda vraag fraga",
    "heading": "heading section topic_heading title uberschrift abschnitt titre seccion",
    "code": "kody kategoria podkategoria temat podtemat motyw koodi koodit luokka alaluokka teema "
    "tema_adi kategoria_kodu alkod altema podkod kategori_kod код коды категория "
    "подкатегория тема 编码 代码 主题 类别 コード カテゴリ カテゴリー "
    "code codes code_name theme themes subtheme sub_theme subthemes category "
    "categories subcategory sub_category label labels node nodes subcode sub_code domain dimension "
    "first_cycle_code pattern_code tag tags code_label codename top_level_code parent_theme_name "
    "kode kodes codewort kategorie kategorien unterkategorie subkategorie oberkategorie "
    "hauptkategorie thema themen unterthema oberthema hauptthema untercode kodierung codierung "
    "categorie sous_categorie sous_theme sous_code etiquette codigo codigos categoria "
    "categorias subcategoria tema temas subtema subtemas etiqueta etiquetas codice codici "
    "sottotema sottocategoria subcodigo codenaam kod nodo nodos noeud noeuds code_applied "
    "applied_code assigned_code assigned_codes codes_applied codes_applied_combined "
    "initial_code open_code axial_code focused_code selective_code in_vivo_code final_code "
    "descriptive_code process_code candidate_theme main_theme overarching_theme global_theme "
    "organising_theme organizing_theme basic_theme superordinate_theme subordinate_theme "
    "higher_order_theme lower_order_theme main_category generic_category thema_s koder kodning "
    "kategori kategorier undertema overtema delthema hoofdthema subthema hovedtema huvudtema "
    "sottocodice sub_categoria tema_principal categoria_principal theme_principal subcategorie "
    "hoofdcode",
    "parent": "kod_nadrzedny nadkategoria kategoria_nadrzedna nadrazeny_kod ylaluokka ust_kod "
    "ust_tema родительский_код "
    "parent parent_code parent_theme parent_category broader parent_tag parent_node "
    "ubergeordneter_code obercode elterncode code_parent theme_parent codigo_padre categoria_padre "
    "code_pere parent_id parent_no parent_number parent_code_id parent_name "
    "overordnet_kode overordnad_kod bovenliggende_code codigo_superior codice_padre",
    "definition": "definicja_kodu tanim aciklama meghatarozas leiras 定义 定義 "
    "definition definitions description meaning explanation code_definition "
    "code_description full_definition detailed_definition detailed_description long_definition "
    "long_description operational_definition working_definition what_it_means code_meaning "
    "definicja definicje opis znaczenie definice popis maaritelma kuvaus "
    "определение описание "
    "beschreibung definitionen erlauterung bedeutung inhalt inhaltliche_beschreibung "
    "kategoriendefinition kodedefinition codedefinition kategorienbeschreibung explication "
    "signification definicion definiciones descripcion significado descricao definicao "
    "definizione descrizione definitie beschrijving omschrijving beskrivning beskrivelse "
    "definition_du_code definition_description description_definition "
    "definisjon forklaring toelichting uitleg betekenis betydelse betydning spiegazione "
    "explicacao explicacion",
    "brief": "brief_definition short_definition brief_description short_description "
    "kurzdefinition kurzbeschreibung definition_breve definition_courte breve_definicion "
    "definicion_breve descripcion_breve",
    "include": "include inclusion includes inclusion_criteria inclusion_criterion include_when "
    "include_if when_to_use when_to_apply use_when apply_when use_for full_inclusion einschluss "
    "einschlusskriterium einschlusskriterien kodierregel kodierregeln codierregel codierregeln "
    "anwendung wann_verwenden criteres_d_inclusion criteres_dinclusion critere_dinclusion inclure "
    "quand_utiliser regle_de_codage regles_de_codage criterios_de_inclusion incluir cuando_usar "
    "regla_de_codificacion coding_rule coding_rules rules rule",
    "exclude": "exclude exclusion excludes exclusion_criteria exclusion_criterion exclude_when "
    "exclude_if when_not_to_use when_not_to_apply do_not_use_when do_not_use not_to_use "
    "ausschluss ausschlusskriterium ausschlusskriterien abgrenzung abgrenzungen "
    "abgrenzungsregel abgrenzungsregeln wann_nicht_verwenden criteres_dexclusion "
    "critere_dexclusion exclure quand_ne_pas_utiliser criterios_de_exclusion excluir "
    "cuando_no_usar",
    "examples": "example examples example_quote example_quotes example_quotation illustration "
    "example_quotations example_text anchor_example anchor_examples typical_example "
    "typical_exemplars exemplar exemplars illustrative_quote illustrative_quotes sample_quote "
    "ankerbeispiel ankerbeispiele beispiel beispiele beispielzitat ankerzitat exemple exemples "
    "przykład przykłady priklad priklady esimerkki esimerkit пример примеры "
    "exemple_type exemple_de_verbatim ejemplo ejemplos ejemplo_tipico cita_de_ejemplo exemplo "
    "exemplos esempio esempi voorbeeld voorbeelden "
    "eksempel eksempler exempel voorbeeldcitaat esempio_tipico cita_ejemplo exemplo_tipico "
    "citas_de_ejemplo typical_exemplar",
    "coder": "kodujacy kodujaca koder_osoba kodowal kodowala koder_imie badacz_kodujacy kodujici "
    "koodaaja koodannut kodlayan kodlayici kodolo kodet_av_navn kodet_af kodat_av "
    "кодировщик кодер кодировал 编码者 编码员 コーダー "
    "coder rater annotator analyst coded_by coder_name coder_id rater_id annotator_id "
    "created_by excerpt_creator labeler labeller annotator_name kodierer kodiererin codierer "
    "codiererin kodiert_von codiert_von erstellt_von codeur codeuse code_par codificador "
    "codificadora codificado_por anotador codificatore codeerder "
    "kodare koder_navn kodet_av kodad_av codeur_nom gecodeerd_door anotadora codificato_da "
    "coded_by_name",
    "memo": "uwagi notatka notatki poznamka poznamky "
    "muistiinpano huomautus notlar megjegyzes notat "
    "anteckning заметка примечание 备注 メモ "
    "memo memos note notes rationale justification notiz notizen begrundung nota notas "
    "code_memo memo_text",
}
"""For each role the headings it may have, with ``_`` for a blank and without accents."""

WEAK_CODES = frozenset(
    {"name", "names", "nom", "nombre", "bezeichnung", "kurzel", "term", "nome", "naam", "titel"}
    | {"title", "titulo", "titre", "titolo", "tittel", "navn", "namn", "bezeichner"}
)
"""Headings that name codes in a codebook (NVivo's ``Name``) and other things elsewhere."""
WEAK_DEFINITIONS = ("memo", "comment")
"""Roles whose column holds the definitions of MAXQDA's and ATLAS.ti's code lists."""
LEVEL = re.compile(r"(?:level|ebene|niveau|nivel|livello|tier|stufe|order) ?\d+(?: code)?")
"""Headings of a tree's levels."""
BREADTH = re.compile(
    r"(?P<broadest>(?:(?:over ?arching|global|super ?ordinate|higher order|main|major|top level)"
    r" (?:theme|category|code)|(?:ober|haupt)(?:kategorie|thema|code)|overtema|hoofdthema"
    r"|hovedtema|huvudtema|tema principal|categor(?:ia|ie) principale?|domain|dimension)s?)"
    r"|(?P<broad>(?:candidate |organi[sz]ing |axial |selective |generic )?"
    r"(?:themes?|thema|themen|temas?|categor(?:y|ies)|kategorien?|categor(?:ia|ie)s?|axial code))"
    r"|(?P<narrow>(?:sub|unter|sous|sotto|under|del)[ -]?"
    r"(?:themes?|thema|themen|temas?|categor(?:y|ies)|kategorien?|categor(?:ia|ie)s?)"
    r"|(?:basic|subordinate|lower order) themes?)"
    r"|(?P<narrower>(?:initial |open |focused |first cycle |descriptive |in vivo |final )?"
    r"(?:codes?|kodes?|kod|codigos?|codic[ei]|labels?|tags?))"
    r"|(?P<narrowest>(?:sub|unter|sous|sotto)[ -]?(?:codes?|codigos?|codic[ei]))"
)
"""Headings of a tree's levels by how broad they are; the codes stand left of their themes in many
tables of a thematic analysis."""
NUMBERED_CODE = re.compile(
    r"(?:code|codes|kode|tag|label|theme|category|kategorie|codigo|thema|categorie)"
    r" ?(?:\d{1,2}|[a-c])"
    r"|(?:primary|secondary|tertiary|first|second|third|main|additional|other) (?:code|theme|label)"
)
"""Headings of several columns that each hold a code: ``Code 1``, ``Secondary code``."""
CODER_COLUMN = re.compile(
    r"(?:coder|rater|annotator|analyst|kodierer|codierer|codeur|codificador|researcher)"
    r" ?(?P<name>\w{1,30})|(?P<whose>[\w .]{1,30}?)s? (?:codes?|coding|kodierung|codierung)"
    r"|(?:codes?|coding|labels?|themes?|kodierung|codierung) (?:by |von |par |por )?"
    r"(?P<by>\w{1,30})"
)
"""Headings of a column with one coder's codes: ``Coder 2``, ``Ana codes``."""

POSITIONS = tuple(
    re.compile(
        rf"(?:char(?:acter)? )?(?:{word})(?: (?:offset|position|pos|char|character|index|idx))?"
    )
    for word in ("start|begin|from", "end|stop|to")
)
"""Headings of the letters between which a passage stands, in tables of annotation programs."""

_METADATA = """
    start end today start_date end_date start_time end_time start_date_utc end_date_utc timestamp
    zeitstempel horodateur marca_temporal submit_date submitdate submission_time submission_date
    date_submitted date_created date_modified date_time datetime date_of_completion last_page
    lastpage start_language startlanguage seed status progress duration duration_in_seconds finished
    recorded_date response_type distribution_channel user_language external_reference
    external_data_reference collector_id collector validation_status notes_internal submitted_by
    version index tags_internal event_name redcap_event_name redcap_repeat_instrument
    redcap_repeat_instance survey_timestamp device_id deviceid subscriber_id simid username
    instance_id instance_name form_version completion_time last_modified_time language datum date
    fecha sprache langue idioma score total_score network_id response_status custom_data_1
    date_started date_last_action refer_url referer referrer referrer_url user_agent browser
    operating_system xform_id_string root_uuid parent_index parent_table_name submission_id
""".split()
_CONTACT = """
    ip ip_address ipaddress ip_adresse adresse_ip direccion_ip email e_mail mail email_address
    e_mail_address e_mail_adresse emailadresse mailadresse recipient_email courriel adresse_e_mail
    adresse_mail adresse_electronique correo correo_electronico email_address_optional
    location_latitude location_longitude latitude longitude lat lon lng gps gps_latitude
    gps_longitude geopoint geolocation location_altitude location_accuracy recipient_last_name
    recipient_first_name last_name first_name surname forename vorname nachname prenom
    nom_de_famille apellido apellidos nombre_de_pila phone phone_number telephone
    telephone_number mobile mobile_number telefon telefonnummer handynummer telefono movil
    street street_address home_address postal_address strasse anschrift username user_name
    contact_email your_email your_e_mail your_email_address your_phone_number mac_address imei
    phonenumber your_name full_name your_full_name ihr_name votre_nom su_nombre
    devicephonenum device_phone_number subscriberid subscriber_id simid sim_serial sim_id deviceid
    device_id imsi network_id submittername submitter_name gps_accuracy gps_altitude
    recipient_name
""".split()
RESPONDENT = (
    "response id",
    "responseid",
    "respondent id",
    "uuid",
    "submission id",
    "submission uuid",
    "record id",
    "participant id",
    "case id",
    "instance id",
    "instanceid",
    "meta instanceid",
    "key",
    "participant",
    "respondent",
    "pseudonym",
    "teilnehmer id",
    "id de reponse",
    "antwort id",
    "id de respuesta",
    "id",
    "case",
    "nr",
    "no",
    "lfd nr",
    "index",
)
"""Headings of a column that is a respondent's id, the surest first."""


_ROLE_OF = {
    plain(spelling.replace("_", " ")): role
    for role, spellings in ROLES.items()
    for spelling in spellings.split()
}
METADATA = frozenset(word.replace("_", " ") for word in _METADATA)
"""Headings of columns that a survey program adds."""
CONTACT = frozenset(word.replace("_", " ") for word in _CONTACT)
"""Headings of columns that say who a respondent is or where they can be reached."""


@cache
def role_of(heading: str) -> str:
    """Return the role that a heading names, or nothing.

    What stands in brackets or behind a slash is a second name: ``Definition (short)``,
    ``Code / Kategorie``.
    """
    whole = plain(heading)
    if whole in _ROLE_OF:
        return _ROLE_OF[whole]
    first = re.split(r"[(\[/:|]", heading, maxsplit=1)[0]
    return _ROLE_OF.get(plain(first), "") if first.strip() and first != heading else ""


def are_of_segments(names: Sequence[str]) -> bool:
    """Say whether a table's columns are documents and codes; its first row is an entry then."""
    coded = any(role_of(name) == "code" or NUMBERED_CODE.fullmatch(plain(name)) for name in names)
    return coded and any(role_of(name) == "document" for name in names)


def is_contact(heading: str) -> bool:
    """Say whether a column of this heading holds contact or network data."""
    return plain(heading) in CONTACT


def is_metadata(heading: str) -> bool:
    """Say whether a column of this heading is one that a survey program adds."""
    name = plain(heading)
    return name in METADATA or name == "complete" or name.endswith(" complete")


def broadest_first(headings: Sequence[str]) -> list[str]:
    """Return the headings of levels with the broadest first, if each says how broad it is."""
    order = list(BREADTH.groupindex)
    found = [BREADTH.fullmatch(plain(heading)) for heading in headings]
    ranks = [order.index(match.lastgroup) for match in found if match and match.lastgroup]
    if len(ranks) < len(headings) or ranks == sorted(ranks):
        return list(headings)
    if ranks == sorted(ranks, reverse=True):
        return list(reversed(headings))
    paired = sorted(zip(ranks, headings, strict=True), key=lambda pair: pair[0])
    return [heading for _, heading in paired]
