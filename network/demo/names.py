"""Names of people who do not exist, put together by chance from common given names and surnames."""

from random import Random


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


WOMEN = _names(
    "Ada Agnes Alice Amy Annie Audrey Barbara Beatrice Beryl Betty Brenda Catherine Clara Connie "
    "Constance Daisy Daphne Doreen Doris Dorothy Edith Edna Eileen Elizabeth Elsie Emily Enid Ethel Eva "
    "Evelyn Florence Freda Gladys Grace Gwen Hazel Hilda Irene Iris Ivy Jean Jessie Joan Josephine "
    "Joyce June Kathleen Lily Lilian Mabel Margaret Marjorie Mary Maureen Mavis May Mildred Millicent "
    "Muriel Nancy Nellie Nora Norah Olive Pamela Patricia Peggy Phyllis Rita Rose Ruby Sheila Stella "
    "Sylvia Thelma Valerie Vera Violet Winifred"
)

MEN = _names(
    "Albert Alec Alfred Archie Arnold Arthur Basil Bernard Bertram Cecil Charles Clifford Colin Cyril "
    "David Dennis Derek Donald Douglas Edgar Edward Eric Ernest Francis Frank Fred George Gerald Gordon "
    "Harold Harry Henry Herbert Horace Hugh Jack James John Kenneth Laurence Leonard Leslie Maurice "
    "Norman Patrick Percy Peter Philip Ralph Raymond Reginald Robert Ronald Roy Sidney Stanley Sydney "
    "Thomas Victor Walter Wilfred William"
)

SURNAMES = _names(
    "Abbott Ainsworth Appleby Armitage Ashworth Atkin Bagshaw Bancroft Barlow Barnett Beckett Birch "
    "Blackwood Booth Bradbury Bramwell Brook Burgess Butterworth Calvert Carver Chadwick Clegg Clough "
    "Coates Cowley Crabtree Crossley Dalton Dawson Denby Dewhurst Dobson Duckworth Dyson Earnshaw "
    "Eastwood Ellwood Entwistle Fairclough Farrar Fenwick Fielding Fletcher Garside Gledhill Goodwin "
    "Greenhalgh Hadfield Haigh Halliwell Hargreaves Harkness Hartley Haslam Haworth Heaton Hepworth "
    "Hesketh Heywood Hinchcliffe Holroyd Horsfall Hoyle Ingham Jagger Kershaw Langton Leach Lockwood "
    "Lomas Lumb Makin Marsden Mellor Metcalfe Midgley Moorhouse Naylor Netherwood Nuttall Oakley Ogden "
    "Openshaw Parkin Pickles Pilling Platt Priestley Quarmby Ramsden Rawson Redfern Rigby Roebuck "
    "Rushworth Sagar Schofield Senior Shackleton Sharples Shepley Smithies Stansfield Sugden Sutcliffe "
    "Swale Sykes Tattersall Thewlis Thornber Tordoff Turton Uttley Varley Wadsworth Walmsley Wardle "
    "Waterhouse Whitaker Whittle Widdop Wigglesworth Winterbottom Wolstenholme Womersley Wrigley "
    "Yardley"
)

TEAM_GIVEN = _names(
    "Abena Agnieszka Aisha Alex Alina Amara Amina Andrew Angela Anita Becky Bogdan Callum Carol Chidi "
    "Chloe Claire Dan Daniela Dawn Deepa Denise Ela Emma Esther Fatima Femi Gemma Grace Hannah Ife "
    "Ioana Jade Jamie Janet Jasmin Joanna Julie Kamil Karen Katie Kelly Kiran Laura Leanne Lewis Linda "
    "Lucy Magda Maria Mark Meera Megan Michelle Mihai Mohammed Nadia Natalie Ngozi Nicola Olu Paula "
    "Priya Rachel Radu Rebecca Rosa Ruth Sam Sandra Sarah Sean Shanice Sharon Sophie Stacey Sunita "
    "Tanya Tendai Theresa Thandi Tom Tracey Yasmin Zainab Zoe"
)

TEAM_FAMILY = _names(
    "Adeyemi Ahmed Ali Antwi Banda Begum Brown Chukwu Clarke Cooper Costa Davies Dhillon Dube Edwards "
    "Eze Foster Ghosh Green Hall Hussain Ionescu Jackson Jones Joseph Kaur Khan Kowalska Lewis Mahmood "
    "Marsh Martin Mensah Mitchell Moyo Ncube Nowak Nwosu Okafor Osei Owusu Patel Phiri Pillai Popescu "
    "Price Rahman Reid Roberts Santos Sharma Sibanda Silva Singh Stone Taylor Thomas Turner Varghese "
    "Walker Ward White Wilson Wisniewska Wright Young Zulu"
)

KIN = ("son", "daughter", "niece", "nephew", "brother", "sister", "granddaughter", "grandson")


def resident_name(chance: Random) -> tuple[str, str]:
    """A given name and a surname of somebody born before the war or soon after it."""
    given = WOMEN if chance.random() < 0.68 else MEN
    return chance.choice(given), chance.choice(SURNAMES)


def colleague_name(chance: Random) -> tuple[str, str]:
    """A given name and a surname of somebody who works in a home today."""
    return chance.choice(TEAM_GIVEN), chance.choice(TEAM_FAMILY)


def relative_name(chance: Random, family_name: str) -> str:
    """Who pays a top-up, as a ledger names them."""
    given = chance.choice(TEAM_GIVEN)
    return f"{given} {family_name} ({chance.choice(KIN)})"
