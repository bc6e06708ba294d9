"""What a request for medical advice sounds like. Pure data; see `red_flags` for the notation."""

from __future__ import annotations

from voxanne.callflow.red_flags import Pattern, patterns
from voxanne.callflow.red_flags import RedFlagKind as K

ADVICE: tuple[Pattern, ...] = patterns(
    K.MEDICAL_ADVICE,
    r"(?:should|shall|can|could|do|must|may|ought|would|is it (?:ok|okay|safe|alright|fine|dangerous|bad|all right)"
    r"|ok) (?:i|he|she|we|my \w+|to|for me)(?: still| just| need to| have to| to| be| safely| i)* (?:stop|come off"
    r"|keep|carry on|start|continue|double|halve|skip|increase|reduce|change|up|lower|miss|take|taking|mix|combine"
    r"|restart|give|use|drink|have another|quit)(?: \w+){0,6}? {MEDICINE}",
    r"(?:should|shall|can|could|is it (?:ok|okay|safe|alright)) (?:i|he|she|to|we)(?: \w+){0,2}? (?:drink"
    r"|have)(?: \w+){0,3}? (?:with|on|while|whilst|when)(?: \w+){0,4}? {MEDICINE}",
    r"(?:how|what)(?: much| many| often| dose| dosage| amount| strength)+ (?:of )?(?:\w+ ){0,4}?(?:{MEDICINE}"
    r"|can i give|should i give|should i take|can i take)",
    r"(?:can|should|could) i give (?:\w+ ){0,3}?(?:{CHILD}|him|her|calpol|something|anything|\w+ (?:calpol"
    r"|{MEDICINE}))",
    r"is (?:this|that|it|my|the|his|her|these) (?:\w+ ){0,4}?{SICK} (?:\w+ ){0,5}?(?:normal|infected|serious"
    r"|cancer\w*|dangerous|bad|contagious|okay|ok|worry\w*|harmless|healing|worrying|concerning|common|expected)",
    r"are (?:this|that|these|my|the|his|her|those) (?:\w+ ){0,4}?{SICK} (?:\w+ ){0,5}?(?:normal|infected|serious"
    r"|cancer\w*|dangerous|bad|contagious|okay|ok|worry\w*)",
    r"is it (?:normal|ok|okay|bad|serious|dangerous|infected|cancer\w*|contagious|usual|safe|worrying|common) (?:that"
    r"|if|for|when|to have|to feel|to get)(?: \w+){0,8}? (?:my|ive|im|{SICK})",
    r"(?:is|are|its|looks?|looking|think|might be|could be|maybe|got|gone|feel|feels) (?:\w+ ){0,4}?(?:infected"
    r"|cancerous|cancer|broken|fractured|contagious)(?! (?:screening|link|website|online|check|test)\b)",
    r"do (?:you|u) think (?:\w+ ){0,3}?(?:ive|i have|its|it is|hes|shes|i need|it could|this is|that is|im|i should"
    r"|my) (?:\w+ ){0,6}?(?:{SICK}|{MEDICINE}|cancer|serious|normal|broken|flu|covid|diabetes|hospital|doctor"
    r"|fracture|reaction|allergic)",
    r"(?:whats|what is|what could be|what might be|what do you think is|what do you think) (?:\w+ )?(?:causing"
    r"|wrong with) (?:\w+ ){0,2}?(?:me|my|him|her|{SICK})",
    r"what (?:do|does) (?:my|these|this|the|his|her) (?:\w+ ){0,3}?(?:results?|symptoms?|bloods?|scan|test|reading"
    r"|blood pressure|biopsy) (?:\w+ ){0,2}?(?:mean|show|say)",
    r"(?:are|is) (?:my|these|his|her) (?:\w+ ){0,3}?(?:results?|blood pressure|cholesterol|reading|sugar|iron"
    r"|levels?) (?:\w+ ){0,3}?(?:ok|okay|normal|bad|too high|too low|high|low|dangerous|worrying)",
    r"(?:do|have|could|might|would|does|has) (?:i|he|she|my \w+) (?:\w+ )?(?:have|got|be|having|need|has) (?:an? "
    r"|some )?(?:\w+ )?(?:infection|cancer|diabetes|flu|covid|uti|thrush|eczema|psoriasis|shingles|concussion"
    r"|fracture|menopause|thyroid|depression|anaemia|blood clot|antibiotics|allergy|chickenpox|tonsillitis)",
    r"(?:could|might|can) (?:it|this|that|these|my)(?: symptoms| rash| lump| mole)? be (?:\w+ ){0,2}?(?:infection"
    r"|cancer\w*|diabetes|flu|covid|serious|infected|reaction|allergic|menopause|blood clot|shingles)",
    r"what (?:should|can|could|do|would) (?:i|you|we) (?:\w+ ){0,2}?(?:do|take|use|put|recommend|suggest|try"
    r"|give)(?: \w+){0,4}? (?:for|about|on|with|to (?:help|treat|stop|cure)|if)(?: \w+){0,5}? {SICK}",
    r"{SICK} (?:\w+ ){0,10}?(?:what (?:should|can|shall|do) i (?:do|take)|should i (?:be )?(?:worr\w+|concerned|go to"
    r"|see a|call)|is (?:that|this|it) (?:\w+ )?(?:normal|ok|okay|serious|bad|dangerous|infected|something))",
    r"should i (?:be |go |get )?(?:worr\w+|concerned|to (?:hospital|a and e|a e|the hospital|casualty)"
    r"|to be worried)",
    r"(?:recommend|suggest|advise|prescribe)(?: \w+){0,4}? (?:for|against) (?:my|his|her|a|the"
    r"|this)(?: \w+){0,3}? {SICK}",
    r"(?:my|his|her|the) (?:\w+ ){0,2}?{BODY} (?:{BE} |still )*(?:swollen|bruised|droopy|drooping|lumpy|red|sore"
    r"|infected|itchy|hot|painful|numb|weeping|oozing|lump|uneven|bleeding|burning|hard|throbbing|hurting|hurts|worse"
    r"|swelling)(?: \w+){0,10}? (?:since|after|from|following)(?: \w+){0,4}? (?:botox|filler|fillers|treatment"
    r"|injections?|peel|laser|appointment|procedure|facial|microneedling|surgery|yesterday|visit|jab|vaccine"
    r"|operation|last week)",
    r"(?:since|after|had) (?:\w+ ){0,5}?(?:botox|filler|fillers|treatment|injections?|peel|laser|procedure|facial"
    r"|microneedling|jab|vaccine|surgery|operation)(?: \w+){0,8}? (?:my|ive got|i have|theres|its|now"
    r"|im) (?:\w+ ){0,4}?(?:swollen|bruised|droopy|drooping|lumpy|red|sore|infected|itchy|hot|painful|numb|weeping"
    r"|oozing|lumps?|rash|blisters?|headaches?|fever|uneven|hard|throbbing|swelling|worse|pain|bleeding|reaction"
    r"|dizzy)",
    r"(?:found|noticed|got|have|ive) (?:a |an |this )?(?:\w+ )?(?:lump|mole)(?: \w+){0,6}? (?:breast|testicle|neck"
    r"|changed|changing|bleeding|growing|grown|armpit|worried)",
    r"(?:is|would|will|are) (?:\w+ ){0,2}?(?:it |botox |fillers? |this |that |treatment |they )?(?:be )?(?:safe"
    r"|dangerous|ok|okay|risky|alright|bad) (?:for me|with my|if i have|if im on|while im on|with a|when im on"
    r"|because i have|because im on|given my|to have)(?: \w+){0,8}? (?:condition|{MEDICINE}|epilepsy|diabetes"
    r"|diabetic|lupus|blood pressure|heart condition|cancer|chemo|myasthenia|allergy|blood thinners?|disease|syndrome"
    r"|disorder|{SICK})",
    r"(?:what|which) (?:medicine|medication|tablets?|painkillers?|antibiotics?|drug|cream) (?:\w+ )?(?:should|can"
    r"|shall|would|do) (?:i|you)",
    r"(?:feel|feeling|been) (?:really |very |so )?(?:dizzy|sick|unwell|ill|poorly|awful"
    r"|terrible)(?: \w+){0,6}? (?:since|after)(?: \w+){0,4}? (?:botox|filler|treatment|injection|tablets?|medication"
    r"|peel|jab|vaccine|appointment|dose)",
    r"(?:side effects?|reaction)(?: \w+){0,4}? (?:from|to|of|after) (?:my|the|these|this"
    r"|new) (?:\w+ ){0,2}?{MEDICINE}",
    r"(?:my|the) (?:prescription|medication|tablets|pills) (?:\w+ ){0,3}?(?:making me|make me|dont work|arent working"
    r"|isnt working|not working|giving me)",
    r"(?:medical|clinical) (?:advice|question|opinion)|ask (?:the|a) (?:doctor|nurse) (?:\w+ ){0,4}?(?:medical"
    r"|symptom|medication|about my)",
    r"if (?:this|that|my|the|it|his|her|these) (?:\w+ ){0,4}?{SICK} (?:is|are|looks?) (?:\w+ ){0,2}?(?:normal"
    r"|infected|serious|cancer\w*|dangerous|bad|ok|okay|contagious)",
    r"(?:ive|i have|ive got|i have got|theres|having|had|got) (?:a |an |some |had |got |this |really |bad |terrible "
    r"|awful )*(?:\w+ )?{SICK} (?:\w+ ){0,3}?(?:since|after|from|following) (?:\w+ ){0,4}?(?:botox|fillers?|treatment"
    r"|injections?|peel|laser|procedure|facial|microneedling|jab|vaccine|surgery|operation|tablets|medication)",
    r"(?:do|should|must|does) (?:i|he|she|we|my \w+) (?:need to |have to )?(?:go to|get to|be seen at"
    r"|see) (?:\w+ )?(?:a and e|a e|hospital|casualty|a doctor about (?:my|this|the) {SICK})",
    r"(?:should|can|could|shall) (?:i|we|he|she) (?:put|use|apply|rub|pop|squeeze|drain|cover"
    r"|take the)(?: \w+){0,4}? (?:cream|ice|on it|it|plaster|ointment|vaseline|antihistamine"
    r"|steroid)(?: \w+){0,8}? {SICK}",
    r"(?:can|could|should|may) (?:my \w+|the baby|he|she|we|i) (?:have|take"
    r"|use)(?: \w+){0,4}? {MEDICINE}(?! (?:delivered|sent|online|renewed|posted|here|today|ready|please|reissued"
    r"|repeated|printed)\b)(?! (?:from you)\b)(?= (?:with|and|if|while|when|on|after|before|for|at|during|as|every"
    r"|instead|now|or)\b)",
    r"{SICK} (?:\w+ ){0,5}?(?:should|shall|can|could|do) i (?:be |need to )?(?:take|do|use|put|give|worry|stay|see|go"
    r"|have anything)",
    r"(?:look at|check|read|explain|interpret|tell me) (?:\w+ ){0,2}?(?:my|his|her|the"
    r"|these) (?:\w+ ){0,2}?(?:results?|bloods|scan|symptoms) (?:\w+ ){0,4}?(?:bad|good|normal|ok|okay|mean|fine"
    r"|worrying|if)",
    r"(?:supposed|meant) to (?:be|feel|look) (?:this |so |that )?(?:\w+ )?(?:hard|lumpy|swollen|sore|bruised|red"
    r"|painful|numb|itchy|uneven|hot|hurting)",
    r"(?:if|while|whilst|when|because|since|given|and|but) (?:im|i am|ive been|i take|i have been|hes"
    r"|shes) (?:\w+ )?(?:on|taking|prescribed|put on) (?:\w+ ){0,3}?(?:{MEDICINE}|roaccutane|accutane|isotretinoin"
    r"|lithium|metformin|methotrexate|chemo\w*|retinoids?|tretinoin|biologics)",
    r"is (?:\w+ ){1,3}?(?:milligrams?|mg|mils?|millilitres?|ml|tablets|pills|grams?|units) (?:\w+ )?(?:too much"
    r"|too many|enough|ok|okay|safe|a lot)",
    r"how (?:long|often|many times) (?:should|do|can|must) i (?:stay on|keep taking|take|be on|use"
    r"|carry on)(?: \w+){0,3}? (?:{MEDICINE}|it|them|this|cream)(?! (?:results|look)\b)",
    r"(?:missed|forgot|forgotten|skipped) (?:\w+ ){0,3}?(?:dose|doses|pill|tablets?|medication|insulin)",
    r"(?:do you (?:reckon|think|believe|suppose)|could you tell me if|can you tell me if|how do i know if"
    r"|how can i tell if) (?:\w+ ){0,3}?(?:broken|fractured|sprained|infected|cancer\w*|normal|serious|allergic"
    r"|pregnant)",
    r"why (?:is|are|does|do|am|has|have) (?:my|his|her|i) (?:\w+ ){0,4}?(?:{SICK}|hurts?|hurting|feel\w*)",
    r"{SICK} (?:\w+ ){0,3}?(?:anything|something) to worry about|(?:changed|changing) (?:colour|color|shape|size)",
)
