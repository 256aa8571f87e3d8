from kheo.organisation.access.kit import declare
from kheo.organisation.access.states import Role

# The page that names the registers; what each of them allows is said by its own room.
declare({"registers.view": list(Role)})
