"""What demo teams write: moments, falls, observations, reasons and changes of practice."""

MOMENTS = (
    "Chose the hymns for Sunday and sang every verse.",
    "Baked scones for the whole household.",
    "Walked to the corner shop for the newspaper.",
    "Potted up geraniums with the gardening group.",
    "Beat everyone at dominoes, twice.",
    "Had the grandchildren round for tea.",
    "Watched the birds at the feeder from the bay window.",
    "Asked for fish and chips from the paper, and got them.",
    "Told the story of the works outing to Blackpool.",
    "Danced to the wartime songs in the lounge.",
    "Laid the table for supper.",
    "Folded the laundry and hung it out.",
    "Held the neighbour's dog on the sofa all afternoon.",
    "Painted a watercolour of the canal.",
    "Rang a sister in Canada.",
    "Went to the match on the minibus.",
    "Did the crossword with the volunteer from the library.",
    "Had a long bath with the good soap.",
    "Peeled the potatoes and said how they ought to be done.",
    "Picked blackberries along the lane.",
    "Had hair set and nails painted.",
    "Played the piano after supper.",
    "Chose the wallpaper for the bedroom.",
    "Sat by the pond with a flask of tea.",
    "Read to the children from the nursery.",
    "Went to the pub for a half of mild.",
    "Wrote birthday cards to the whole family.",
    "Sowed sweet peas on the windowsill.",
    "Polished the brass, as on every Friday at home.",
    "Had a lie-in and breakfast at eleven.",
    "Watched the cricket with the radio on.",
    "Knitted a square for the blanket.",
    "Taught a new colleague to make a proper gravy.",
    "Lit a candle at chapel.",
    "Fed the hens and collected the eggs.",
    "Looked through the old photographs with a granddaughter.",
    "Had a paddle at the seaside.",
    "Listened to the brass band in the park.",
    "Helped to choose the new armchairs.",
    "Ran the bingo on Wednesday night.",
)

PROGRAMME = "We began the network's way of working: small household teams plan their own days, with a coach."

PRACTICES = (
    "Evening drinks round at eight, so that nobody gets up thirsty in the night.",
    "Slippers that fit, checked by the keyworker on the first of the month.",
    "Night lights between bed and toilet in every room.",
    "A team huddle of five minutes at each handover: who is not quite right today?",
    "Medication that makes people drowsy is looked at with the GP each quarter.",
    "Chair exercises before lunch, three days a week.",
    "Breakfast when people wake, not at eight.",
    "One household does its own shopping and cooking.",
    "Call bells are answered by whoever is nearest, not by whoever is assigned.",
    "The garden door stays open in daylight; the path has been levelled.",
    "New residents choose where each piece of furniture stands in the first week.",
    "Return-to-work talk on the first day back, over a cup of tea.",
    "Rotas are made by the team itself, six weeks ahead.",
    "Flu jabs offered on shift, at any hour.",
    "Walking frames are parked within reach, on the side of the stronger hand.",
    "Relatives write in the house diary as we do.",
)

FALLS = (
    "Found sitting beside the bed, said the blanket had slipped.",
    "Got up from the armchair without the frame and sat down on the carpet.",
    "Turned too quickly on the way to the toilet.",
    "Slid from the edge of the bed while putting on socks.",
    "Missed the seat of the dining chair.",
    "Caught a foot on the threshold.",
    "Was reaching for something on the floor.",
    "Felt dizzy after standing up.",
    "Knees gave way on the way back from supper.",
    "Found on the floor by the wardrobe, awake and calm.",
    "Slipped on a wet patch by the basin.",
    "Leant on the table, and it moved.",
)

DOING = (
    "Getting out of bed",
    "Walking to the toilet",
    "Sitting down",
    "Standing up",
    "Walking with the frame",
    "Dressing",
    "Reaching for something",
    "Not known",
)

INJURIES = ("Small bruise", "Graze", "Skin tear, dressed", "Red mark, no swelling", "Bruise, swelling")
WORSE_INJURIES = (
    "Wound, taken to be stitched",
    "Suspected fracture",
    "Swelling and pain on moving",
    "Head wound",
)

CHANGES_NOW = (
    "Frame moved to the other side of the bed.",
    "Night light put in.",
    "Bed lowered.",
    "New slippers asked for.",
    "Toilet visit offered before the evening programme.",
    "GP asked to look at the tablets.",
    "Sensor mat agreed with the family.",
)

OBSERVATIONS = (
    "Comfortable, no new pain, walking as before.",
    "Asleep, breathing quietly, easily woken.",
    "Sitting up with tea, remembers the fall.",
    "Bruise a little larger, no swelling.",
    "Eating and drinking as usual.",
    "Pupils equal, answers as always.",
)
CONCERNS = (
    "Drowsier than usual, 111 rung.",
    "More pain on standing, GP rung.",
    "Has been sick once, 999 rung.",
)

NOTIFY = "The injury meets the body's own description of what it must be told."
NO_NOTIFY = "Looked at together with the shift; it does not meet the description."
RIDDOR_NO = "Nothing about the work, the equipment or the premises contributed."

RETRACTED = ("Written down twice by two of us.", "Lowered to the floor by a colleague: not a fall.")
AMENDED = ("The hospital told us more the next day.", "The time was read from the wrong line.")
RETURNED = "Returned by the bank: refer to payer."
