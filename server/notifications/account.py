"""What is said to people about their accounts, in each language of the house."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A subject, and a body in which ``{name}``, ``{email}`` and ``{secret}`` are filled in.

    The name comes with a space before it, or not at all; the secret is a link or a code.
    """

    subject: str
    body: str


def text(kind: str, locale: str) -> Text:
    """Return what is said, in English where the language is not spoken here; raises ``KeyError``."""
    return _TEXTS.get(locale, _TEXTS["en"])[kind]


_ENGLISH = {
    "verify_email": Text(
        "Please confirm your e-mail address",
        "Hello{name},\n\nplease confirm that {email} is yours by following this link, within three days:\n\n"
        "{secret}\n\nIf you did not make an account here, leave this message alone.\n",
    ),
    "change_email": Text(
        "Please confirm your new e-mail address",
        "Hello{name},\n\nyour account is to use {email} from now on. Please follow this link within a "
        "day:\n\n{secret}\n\nIf you did not ask for this, leave this message alone: nothing changes.\n",
    ),
    "reset_password": Text(
        "A new password for your account",
        "Hello{name},\n\nfollow this link within an hour to choose a new password:\n\n{secret}\n\n"
        "If you did not ask for this, leave this message alone: your password stays as it is.\n",
    ),
    "email_change_asked": Text(
        "Your e-mail address is about to change",
        "Hello{name},\n\nsomebody who knows your password asked that your account use another e-mail "
        "address. It changes when the link we sent there is followed.\n\n"
        "If this was not you, choose a new password now: that signs everybody else out.\n",
    ),
    "email_changed": Text(
        "Your e-mail address was changed",
        "Hello{name},\n\nyour account no longer uses {email}.\n\n"
        "If this was not you, please write to us at once.\n",
    ),
    "email_is_now": Text(
        "This is your e-mail address now",
        "Hello{name},\n\nyour account uses {email} from now on.\n",
    ),
    "address_in_use": Text(
        "You have an account already",
        "Hello,\n\nsomebody wanted to use {email} for another account here. It belongs to yours, so nothing "
        "changes. If it was you, sign in with it.\n",
    ),
    "password_changed": Text(
        "Your password was changed",
        "Hello{name},\n\nyour password was changed, and other devices were signed out.\n\n"
        "If this was not you, ask for a new password on the sign-in page at once.\n",
    ),
    "account_deleted": Text(
        "Your account was deleted",
        "Hello{name},\n\nyour account and what it held about you were deleted as you asked. What the law "
        "has us keep of past purchases no longer names you.\n\nGood-bye, and thank you.\n",
    ),
    "phone_code": Text(
        "Your code",
        "{secret} is your Movie Magic code. It is good for ten minutes. We never ask for it.\n",
    ),
}

_HINDI = {
    "verify_email": Text(
        "कृपया अपने ई-मेल पते की पुष्टि करें",
        "नमस्ते{name},\n\nकृपया तीन दिन के भीतर इस लिंक को खोलकर पुष्टि करें कि {email} आपका है:\n\n{secret}\n\n"
        "यदि आपने यहाँ खाता नहीं बनाया, तो इस संदेश को छोड़ दें।\n",
    ),
    "change_email": Text(
        "कृपया अपने नए ई-मेल पते की पुष्टि करें",
        "नमस्ते{name},\n\nआपका खाता अब {email} का उपयोग करेगा। कृपया एक दिन के भीतर यह लिंक खोलें:\n\n{secret}\n\n"
        "यदि आपने यह नहीं माँगा, तो इस संदेश को छोड़ दें: कुछ नहीं बदलेगा।\n",
    ),
    "reset_password": Text(
        "आपके खाते के लिए नया पासवर्ड",
        "नमस्ते{name},\n\nनया पासवर्ड चुनने के लिए एक घंटे के भीतर यह लिंक खोलें:\n\n{secret}\n\n"
        "यदि आपने यह नहीं माँगा, तो इस संदेश को छोड़ दें: आपका पासवर्ड वही रहेगा।\n",
    ),
    "email_change_asked": Text(
        "आपका ई-मेल पता बदलने वाला है",
        "नमस्ते{name},\n\nआपका पासवर्ड जानने वाले किसी व्यक्ति ने आपके खाते के लिए दूसरा ई-मेल पता माँगा है। "
        "वहाँ भेजा गया लिंक खोलने पर पता बदल जाएगा।\n\n"
        "यदि यह आप नहीं थे, तो अभी नया पासवर्ड चुनें: इससे बाकी सभी साइन आउट हो जाएँगे।\n",
    ),
    "email_changed": Text(
        "आपका ई-मेल पता बदल दिया गया",
        "नमस्ते{name},\n\nआपका खाता अब {email} का उपयोग नहीं करता।\n\nयदि यह आप नहीं थे, तो हमें तुरंत लिखें।\n",
    ),
    "email_is_now": Text("अब यह आपका ई-मेल पता है", "नमस्ते{name},\n\nआपका खाता अब से {email} का उपयोग करेगा।\n"),
    "address_in_use": Text(
        "आपका खाता पहले से है",
        "नमस्ते,\n\nकिसी ने यहाँ दूसरे खाते के लिए {email} का उपयोग करना चाहा। यह पता आपके खाते का है, इसलिए कुछ नहीं "
        "बदला। यदि वह आप थे, तो इसी से साइन इन करें।\n",
    ),
    "password_changed": Text(
        "आपका पासवर्ड बदल दिया गया",
        "नमस्ते{name},\n\nआपका पासवर्ड बदल दिया गया और दूसरे उपकरण साइन आउट कर दिए गए।\n\n"
        "यदि यह आप नहीं थे, तो साइन-इन पृष्ठ पर तुरंत नया पासवर्ड माँगें।\n",
    ),
    "account_deleted": Text(
        "आपका खाता हटा दिया गया",
        "नमस्ते{name},\n\nआपके कहने पर आपका खाता और उसमें आपके बारे में जो था, हटा दिया गया। पिछली खरीदारी का जो "
        "हिस्सा क़ानूनन रखना है, उसमें अब आपका नाम नहीं है।\n\nधन्यवाद।\n",
    ),
    "phone_code": Text(
        "आपका कोड", "{secret} आपका Movie Magic कोड है। यह दस मिनट तक मान्य है। हम इसे कभी नहीं पूछते।\n"
    ),
}

_TELUGU = {
    "verify_email": Text(
        "దయచేసి మీ ఇ-మెయిల్ చిరునామాను నిర్ధారించండి",
        "నమస్తే{name},\n\n{email} మీదేనని నిర్ధారించడానికి మూడు రోజులలోపు ఈ లింక్ తెరవండి:\n\n{secret}\n\n"
        "మీరు ఇక్కడ ఖాతా తెరవకపోతే ఈ సందేశాన్ని వదిలేయండి.\n",
    ),
    "change_email": Text(
        "దయచేసి మీ కొత్త ఇ-మెయిల్ చిరునామాను నిర్ధారించండి",
        "నమస్తే{name},\n\nమీ ఖాతా ఇకపై {email} ఉపయోగిస్తుంది. దయచేసి ఒక రోజులోపు ఈ లింక్ తెరవండి:\n\n{secret}\n\n"
        "మీరు ఇది కోరకపోతే ఈ సందేశాన్ని వదిలేయండి: ఏమీ మారదు.\n",
    ),
    "reset_password": Text(
        "మీ ఖాతాకు కొత్త పాస్‌వర్డ్",
        "నమస్తే{name},\n\nకొత్త పాస్‌వర్డ్ ఎంచుకోవడానికి గంటలోపు ఈ లింక్ తెరవండి:\n\n{secret}\n\n"
        "మీరు ఇది కోరకపోతే ఈ సందేశాన్ని వదిలేయండి: మీ పాస్‌వర్డ్ అలాగే ఉంటుంది.\n",
    ),
    "email_change_asked": Text(
        "మీ ఇ-మెయిల్ చిరునామా మారబోతోంది",
        "నమస్తే{name},\n\nమీ పాస్‌వర్డ్ తెలిసినవారు మీ ఖాతాకు వేరే ఇ-మెయిల్ చిరునామా కోరారు. అక్కడికి పంపిన లింక్ "
        "తెరిచినప్పుడు అది మారుతుంది.\n\n"
        "ఇది మీరు కాకపోతే ఇప్పుడే కొత్త పాస్‌వర్డ్ ఎంచుకోండి: మిగతా అందరూ సైన్ అవుట్ అవుతారు.\n",
    ),
    "email_changed": Text(
        "మీ ఇ-మెయిల్ చిరునామా మారింది",
        "నమస్తే{name},\n\nమీ ఖాతా ఇకపై {email} ఉపయోగించదు.\n\nఇది మీరు కాకపోతే వెంటనే మాకు రాయండి.\n",
    ),
    "email_is_now": Text("ఇకపై ఇదే మీ ఇ-మెయిల్ చిరునామా", "నమస్తే{name},\n\nమీ ఖాతా ఇకపై {email} ఉపయోగిస్తుంది.\n"),
    "address_in_use": Text(
        "మీకు ఇప్పటికే ఖాతా ఉంది",
        "నమస్తే,\n\nఎవరో ఇక్కడ మరో ఖాతాకు {email} వాడాలనుకున్నారు. అది మీ ఖాతాది, కాబట్టి ఏమీ మారలేదు. అది మీరే అయితే దానితో సైన్ ఇన్ చేయండి.\n",
    ),
    "password_changed": Text(
        "మీ పాస్‌వర్డ్ మారింది",
        "నమస్తే{name},\n\nమీ పాస్‌వర్డ్ మారింది, ఇతర పరికరాలు సైన్ అవుట్ అయ్యాయి.\n\n"
        "ఇది మీరు కాకపోతే సైన్-ఇన్ పేజీలో వెంటనే కొత్త పాస్‌వర్డ్ కోరండి.\n",
    ),
    "account_deleted": Text(
        "మీ ఖాతా తొలగించబడింది",
        "నమస్తే{name},\n\nమీరు కోరినట్లు మీ ఖాతా, అందులో మీ గురించి ఉన్నవి తొలగించబడ్డాయి. చట్టప్రకారం ఉంచవలసిన గత "
        "కొనుగోళ్లలో ఇక మీ పేరు ఉండదు.\n\nధన్యవాదాలు.\n",
    ),
    "phone_code": Text("మీ కోడ్", "{secret} మీ Movie Magic కోడ్. ఇది పది నిమిషాలు పనిచేస్తుంది. మేము దీన్ని ఎప్పుడూ అడగము.\n"),
}

_TEXTS: dict[str, dict[str, Text]] = {"en": _ENGLISH, "hi": _HINDI, "te": _TELUGU}
LANGUAGES = _TEXTS.keys()
