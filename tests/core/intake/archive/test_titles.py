import pytest

from ssi_core.intake.archive.titles import decision_maker
from ssi_core.rubric import load

DECIDES = decision_maker(load().decision_makers)

YES = {
    "en": """CEO; Co-Founder & CTO; OWNER; Vice President, Sales; SVP Marketing EMEA; Managing Director; Head of
        Procurement; Founding Partner; Director of Partner Marketing; Chief Human Resources Officer; Owner /
        Product Owner; Chairwoman of the Board; Non-Executive Director; General Manager; Board Member; Founder,
        former CEO; Executive Director - EMEA""",
    "es": """Director General; Directora de Marketing; Socio fundador; Dueña; Jefe de compras; Consejero Delegado;
        Gerente General; Vicepresidenta de Operaciones; Propietario""",
    "nl": """Eigenaar; Mede-eigenaar; Algemeen directeur; Verkoopdirecteur; Hoofd inkoop; DGA; Zaakvoerder;
        Bestuurder; Oprichter en eigenaar""",
    "de": """Geschäftsführer; Geschäftsführerin (Sprecherin); Geschäftsführer:in; Geschaeftsfuehrender
        Gesellschafter; Inhaberin; Leiter Einkauf; Vertriebsleiterin; Leitung Marketing; Prokurist; Vorständin;
        Bereichsleiter IT und Projektleiter; Mitglied der Geschäftsleitung""",
    "fr": """Directeur commercial; Directrice des ventes; Gérant; PDG; Président-Directeur Général; Co-fondatrice;
        Associé gérant; Dirigeante; Chef d'entreprise""",
    "pt": """Diretor Comercial; Diretora de RH; Sócia-proprietária; Dono; Presidente; Head de Vendas; Sócio-diretor;
        Gerente Geral; Conselheira""",
}
NO = {
    "en": """Executive Assistant to the CEO; Executive Assistant to CEO & CFO; CEO Assistant; Senior Product Owner;
        Account Director; Art Director; HR Business Partner; Channel Partner Manager; PhD Student; Intern,
        Sales; Former CEO; Ex-Founder; Founder's Office; Chief of Staff, Office of the CEO; Sales Manager;
        Account Executive; Head Chef; Assistant Director; Helping CEOs and founders grow; Partnership Manager;
        Leadership Coach; Directory editor; -""",
    "es": """Asistente de dirección; Asistente del Director; Becario; Jefe de proyecto; Vendedor; Ejecutivo de
        cuentas; Director de Arte; Ex director""",
    "nl": """Directiesecretaresse; Stagiair; Vrachtwagenbestuurder; Assistent van de directeur; Accountmanager;
        Voormalig directeur; Verkoper; Managementassistente""",
    "de": """Assistenz der Geschäftsführung; Assistentin der Geschäftsleitung; Vorstandsassistentin; Teamleiter
        Vertrieb; Projektleiterin; Werkstudent Geschäftsführung; Reisebegleiter; Halbleitertechniker; Referent
        des Vorstands; Ehemaliger Geschäftsführer; Sachbearbeiter Einkauf""",
    "fr": """Assistante de direction; Assistante du directeur général; Chef de projet; Directeur artistique; Ancien
        directeur; Commercial; Stagiaire; Chargée de mission""",
    "pt": """Assistente do Diretor; Estagiário; Gerente de vendas; Dona de casa; Secretária da Presidente; Vendedora;
        Diretor de arte; Analista""",
}


def cases(titles: dict[str, str]) -> list:
    return [
        pytest.param(" ".join(t.split()), id=f"{lang}: {' '.join(t.split())}")
        for lang, all_ in titles.items()
        for t in all_.split(";")
    ]


@pytest.mark.parametrize("title", cases(YES))
def test_a_decision_maker(title):
    assert DECIDES(title)


@pytest.mark.parametrize("title", cases(NO))
def test_nobody_who_decides(title):
    assert not DECIDES(title)


def test_a_title_of_any_length_is_read_at_once():
    assert DECIDES("CEO " * 100_000)


def test_own_words_count():
    words = load().decision_makers.model_copy(
        update={"yes": {"en": ("*wizard", "keeper * keys")}, "no": {}, "serves": {}}
    )
    decides = decision_maker(words)
    assert [decides(title) for title in ("Gridwizard", "Keeper of the Keys", "Keeper of Bees", "CEO")] == [1, 1, 0, 0]
