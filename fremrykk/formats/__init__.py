"""How dates are written where Django's own way is not a European reader's."""
