"""The address in front of a system of ours that partners call; every call there is judged and journalled."""
