"""What callers say to clinics: the words a bench listens for, and sentences that contain none of them.

`TUNED` terms were looked at while the recogniser's thresholds were chosen; `HELD_OUT` terms and the
second half of `ORDINARY` were not. `DISTRACTORS` fill the vocabulary to the size of a real clinic's.
"""

from __future__ import annotations

TUNED = (
    "Botox", "lip filler", "dermal filler", "microneedling", "HydraFacial", "chemical peel",
    "laser hair removal", "cryolipolysis", "Profhilo", "polynucleotides", "mole check", "smear test",
    "flu jab", "travel vaccinations", "ear microsuction", "physiotherapy", "Invisalign",
    "anti-wrinkle injections", "tear trough filler", "skin booster", "dermaplaning", "thread lift",
    "jawline contouring", "composite bonding", "teeth whitening", "root canal", "dental implants",
    "sports massage", "acupuncture", "podiatry", "shockwave therapy", "cervical screening",
    "blood test", "mesotherapy", "semaglutide", "allergy testing", "coil fitting", "hearing test",
    "Dr Siobhan Byrne", "Dr Patel", "Dr Okafor", "Dr Nguyen", "Dr Anjali Mehta", "Fiona MacLeod",
    "Marylebone", "Harley Street", "Islington", "Aqualyx",
)  # fmt: skip

HELD_OUT = (
    "hyaluronidase", "sclerotherapy", "Sculptra", "Ultherapy", "CoolSculpting", "lash lift",
    "brow lamination", "vasectomy", "colposcopy", "endoscopy", "osteopathy", "chiropractor",
    "reflexology", "hypnotherapy", "dermatology", "cyst removal", "skin tag removal",
    "verruca treatment", "orthotics", "gait analysis", "dry needling", "veneers", "dental hygienist",
    "wisdom tooth extraction", "fluoride varnish", "yellow fever vaccine", "hepatitis B", "shingles vaccine",
    "baby check", "Mounjaro", "Wegovy", "Dr Adeyemi", "Dr Kowalczyk", "Dr Rhys Llewellyn", "Dr Chowdhury",
    "Pimlico", "Clerkenwell", "Wimpole Street", "Solihull", "Juvederm", "Restylane", "rosacea treatment",
)  # fmt: skip

DISTRACTORS = (
    "LED light therapy", "glycolic peel", "carbon laser facial", "radiofrequency skin tightening",
    "fat dissolving injections", "nose filler", "cheek filler", "chin filler", "PDO threads", "Obagi peel",
    "vitamin B12 injection", "IV drip", "iron infusion", "ECG", "ultrasound scan", "MRI referral",
    "private GP appointment", "sexual health screen", "HPV test", "prostate check", "diabetes review",
    "asthma review", "menopause clinic", "fertility consultation", "well woman check", "well man check",
    "child immunisation", "MMR vaccine", "rabies vaccine", "typhoid vaccine", "malaria tablets",
    "shockwave", "Pilates class", "ultrasound therapy", "steroid injection", "joint injection",
    "ingrown toenail", "chiropody", "tooth extraction", "crown", "bridge", "night guard", "scale and polish",
    "dental X-ray", "porcelain crown", "tooth bonding", "gum treatment", "contact lens check", "eye test",
    "glaucoma screening", "tinnitus clinic", "ear syringing", "hay fever injection", "mole mapping",
    "skin cancer screening", "wart removal", "cryotherapy", "scar treatment", "acne treatment",
    "stretch mark treatment", "tattoo removal", "IPL", "electrolysis", "eyebrow tint", "spray tan",
    "hot stone massage", "pregnancy massage", "lymphatic drainage", "counselling", "ADHD assessment",
    "autism assessment", "weight management", "nutritionist", "speech therapy", "occupational health",
    "Dr James Whitfield", "Dr Priya Raman", "Dr Olu Balogun", "Dr Hannah Goldberg", "Dr Tomasz Zielinski",
    "Sister Mary Donnelly", "Nurse Beverley Clarke", "Dr Wei Zhang", "Dr Eleanor Ashworth", "Mr Faisal Qureshi",
    "Kensington", "Chelsea", "Shoreditch", "Canary Wharf", "Didsbury", "Edgbaston", "Leamington Spa",
    "Wokingham", "Aberystwyth", "Cheltenham", "the Wellington suite", "Regent House", "Northgate car park",
)  # fmt: skip

CARRIERS = (
    "How much is {}?",
    "Do you do {}?",
    "Hi, I'd like to book an appointment for {} please.",
    "Is there anything available next week for {}?",
    "I wanted to ask about {}.",
)
NAME_CARRIERS = (
    "Can I see {}?",
    "Is {} in on Monday?",
    "I'd like to book with {} please.",
    "Could you tell {} that I called?",
)
PLACE_CARRIERS = (
    "Are you the clinic in {}?",
    "I'm coming from {}.",
    "Is it the {} branch?",
)
PLACES = frozenset({"Marylebone", "Harley Street", "Islington", "Pimlico", "Clerkenwell", "Wimpole Street", "Solihull"})

ORDINARY = (
    "Hello, are you open on Saturday?",
    "What time do you close today?",
    "I'd like to make an appointment for tomorrow morning.",
    "Could I speak to somebody please?",
    "I need to cancel my appointment on Friday.",
    "Is there any parking near you?",
    "Can you tell me the address?",
    "My name is Sarah Thompson.",
    "Yes, that's right.",
    "No, thank you, that's everything.",
    "I'm running about ten minutes late.",
    "Do you take card payments?",
    "How long does it usually take?",
    "Can I bring my daughter with me?",
    "I've got a pain in my lower back.",
    "Please could somebody call me back this afternoon?",
    "My number is oh two oh, seven nine four six, oh one two three.",
    "Sorry, could you say that again?",
    "I think I left my umbrella in the waiting room.",
    "Can I change it to half past three on Thursday?",
    "Do I need to bring anything with me?",
    "It's about the letter I got last week.",
    "Are there any stairs at the entrance?",
    "I'd prefer to see a woman if that's possible.",
    "What's your cancellation policy?",
    "Is that including the consultation?",
    "I was with you about six months ago.",
    "I don't have any insurance.",
    "Could you send me an email to confirm?",
    "Which bus stops outside your door?",
    "That's far too expensive for me.",
    "I'm not sure, let me check my diary.",
    "Hang on a second, the dog is barking.",
    "How do I get there from the station?",
    "The earlier the better, really.",
    "I'll have to think about it.",
    "Would next Tuesday at eleven work?",
    "I'm calling on behalf of my mother.",
    "She is eighty two years old and can't walk far.",
    "Can I pay in instalments?",
    "I had a message to ring this number.",
    "What was the name of the lady I spoke to?",
    "It's quite urgent, I'm afraid.",
    "My tooth fell out while I was eating an apple.",
    "There is a lot of blood and it won't stop.",
    "He is having trouble breathing.",
    "I feel dizzy when I stand up.",
    "I've had this rash on my arm for two weeks.",
    "The medicine makes me feel sick.",
    "Are the results of my test back yet?",
    "I'd like to leave a review, you were wonderful.",
    "Can I have a receipt for my employer?",
    "We are going on holiday to Spain in August.",
    "I moved house and need to change my address.",
    "Do you have anything after work, say six o'clock?",
    "I'm looking for a present for my wife.",
    "Could I buy a gift voucher over the phone?",
    "How many sessions would I need?",
    "Does it hurt at all?",
    "Will I be able to drive home afterwards?",
    # held out from here: not looked at while thresholds were chosen
    "Good morning, I hope you're well.",
    "I'm trying to reach the front desk.",
    "Could you put me through to accounts?",
    "I was charged twice last month.",
    "Is there a lift in the building?",
    "My appointment is at quarter to nine.",
    "I can't make it because my car broke down.",
    "Do you have any free slots this evening?",
    "What's the price for the first visit?",
    "Are children allowed in the waiting room?",
    "I'm a new patient and I don't know how this works.",
    "Please tell her I will be there soon.",
    "The line is very bad, can you hear me?",
    "I'd like the same as last time.",
    "It was recommended by a friend of mine.",
    "Let me spell that for you.",
    "My date of birth is the fourth of July nineteen eighty five.",
    "You can reach me on my mobile.",
    "I already filled in the form online.",
    "Which floor are you on?",
    "Could you repeat the last part please?",
    "Is it all right if I come fifteen minutes early?",
    "I'm allergic to penicillin.",
    "I've been waiting for twenty minutes.",
    "How soon could someone see me?",
    "My husband will pick me up at noon.",
    "There's nobody at the door.",
    "What happens if it rains?",
    "Do you work with any insurance companies?",
    "I saw your advert in the paper.",
    "Can I get a copy of my records?",
    "It's for my son, he's seven.",
    "He bumped his head at school.",
    "I couldn't sleep because of the cough.",
    "My knee is swollen and it hurts when I climb stairs.",
    "Should I stop taking my tablets?",
    "Would you mind if I recorded this?",
    "I just want to know if it's safe.",
    "That would be perfect, thank you so much.",
    "Goodbye, have a nice weekend.",
    "Sorry, wrong number.",
    "Is this a real person?",
    "I'd rather talk to a human.",
    "Can we do it over video instead?",
    "I'm outside but the gate is locked.",
    "The website says you open at eight.",
    "Where exactly in town are you?",
    "Are you open over the Christmas holidays?",
    "It says my booking can't be found.",
    "I'd like two appointments one after the other.",
    "Could my friend come at the same time?",
    "What should I wear?",
    "Do you sell the cream as well?",
    "I lost the paper with the instructions.",
    "My skin is red and itchy since yesterday.",
    "Who would I be seeing?",
    "Can you hold my place in the queue?",
    "We spoke earlier about a refund.",
    "I don't remember the exact day.",
    "Any time before lunch suits me.",
)  # fmt: skip

ORDINARY_TUNED = 60


def vocabulary_terms() -> tuple[str, ...]:
    """All terms, as one clinic's vocabulary would hold them."""
    return TUNED + HELD_OUT + DISTRACTORS


def utterances(terms: tuple[str, ...]) -> list[tuple[str, str]]:
    """Each term with one carrier sentence, the carriers taken in turn: (term, sentence)."""
    return [(term, _carriers(term)[number % len(_carriers(term))].format(term)) for number, term in enumerate(terms)]


def _carriers(term: str) -> tuple[str, ...]:
    if term in PLACES:
        return PLACE_CARRIERS
    return NAME_CARRIERS if term.startswith("Dr ") or term == "Fiona MacLeod" else CARRIERS
