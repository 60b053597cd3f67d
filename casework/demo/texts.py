"""What people in the demo write."""

PROPOSALS = {
    "pp.full.householder": [
        "Single storey rear extension with a flat roof and two rooflights",
        "Two storey side extension and new front porch",
        "Loft conversion with a rear dormer and three front rooflights",
        "Single storey side and rear wraparound extension after removal of the conservatory",
        "Replacement of the front boundary wall and new bin store",
        "Garden studio in the rear garden",
    ],
    "ldc.proposed": [
        "Rear dormer of 38 cubic metres",
        "Outbuilding for use as a gym",
        "Single storey rear extension of 3 metres",
        "Two rooflights in the front roof slope",
    ],
    "ldc.existing": ["Use of the house as three flats", "Outbuilding used as a workshop since 2011"],
    "pa.part1.classA": [
        "Single storey rear extension, 5.5 metres deep",
        "Single storey rear extension, 6 metres deep",
        "Single storey rear extension, 4.2 metres deep",
    ],
    "pp.full.minor": [
        "Change of use of the ground floor shop to a café",
        "Demolition of garages and building of four houses",
        "New shopfront and roller shutter",
    ],
    "listed": ["Repair of the chimney stacks and renewal of lead flashings", "Internal alterations on the ground floor"],
    "advertConsent": ["One illuminated fascia sign and one projecting sign"],
    "wtt.consent": ["Crown reduction of a lime by 3 metres", "Felling of a horse chestnut with decay at the base"],
    "approval.conditions": ["Details of materials under condition 3"],
    "preApp": ["Advice on a roof extension to make two flats"],
}
FIRST_NAMES = ["Amara", "Ben", "Chloe", "Dev", "Ewa", "Farid", "Gwen", "Hugo", "Isla", "Jun", "Kemi", "Liam", "Maya", "Noor", "Owen", "Pia"]
LAST_NAMES = [
    "Abbott",
    "Bello",
    "Chaudhry",
    "Doyle",
    "Evans",
    "Fofanah",
    "Grant",
    "Hussain",
    "Ibrahim",
    "Jones",
    "Kowalski",
    "Lund",
    "Mensah",
    "Novak",
]
AGENTS = ["Quill and Lantern Architects", "Northlight Planning", "Foxglove Design Studio", "Plumb Line Surveyors"]
OBJECTIONS = [
    "The extension would take the evening light from our kitchen and the only bedroom at the back.",
    "It is too high for the street. Every other house here has a pitched roof at the rear.",
    "There is nowhere left to park, and three more homes would make it worse.",
    "The side windows would look straight into our bathroom.",
    "The drawings leave out the walnut tree whose roots run under the boundary.",
]
SUPPORT = [
    "A good use of a plot that has stood empty.",
    "It matches the houses on both sides and I have no concern.",
    "The street needs family homes, and this one is well drawn.",
]
NEUTRAL = [
    "Please make sure that the lane stays open while it is built.",
    "I have no view on the design but ask that working hours are kept.",
]
SITE = "The site is a two storey terraced house on the south side of the street. The gardens are about 12 metres long and end at a lane. There are no trees of note and no listed building nearby."  # noqa: E501
WORKS = "The proposal is as described. The materials would match the existing brick and slate. The extension would stand 2.8 metres high at the eaves and would keep 9 metres of garden."  # noqa: E501
ASSESSMENT = (
    "The height and depth keep within the 45 degree line taken from the nearest window of both neighbours, so daylight and outlook are acceptable.\n\n"  # noqa: E501
    "The design is plain and subordinate. The character of the street is not harmed.\n\nThere are no highway, tree or heritage considerations that weigh against it."  # noqa: E501
)
REFUSAL = (
    "By its height and closeness to the boundary the extension would take daylight and outlook from the neighbouring house, contrary to policy P56 of the local plan.\n\n"  # noqa: E501
    "The flat roof would look out of place in a row of pitched roofs, contrary to policy P13."
)
GRANT = "The proposal complies with the development plan as a whole, and nothing weighs against it."
