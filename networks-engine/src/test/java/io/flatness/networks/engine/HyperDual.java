package io.flatness.networks.engine;

/** a + b ε₁ + c ε₂ + d ε₁ε₂ with ε₁² = ε₂² = 0: exact first and second derivatives by forward arithmetic. */
record HyperDual(double a, double b, double c, double d) {
    static HyperDual of(double value) {
        return new HyperDual(value, 0, 0, 0);
    }

    HyperDual plus(HyperDual o) {
        return new HyperDual(a + o.a, b + o.b, c + o.c, d + o.d);
    }

    HyperDual times(HyperDual o) {
        return new HyperDual(a * o.a, a * o.b + b * o.a, a * o.c + c * o.a, a * o.d + b * o.c + c * o.b + d * o.a);
    }

    HyperDual times(double factor) {
        return new HyperDual(factor * a, factor * b, factor * c, factor * d);
    }

    /** f(this) from the derivatives of f at a. */
    HyperDual map(double value, double first, double second) {
        return new HyperDual(value, first * b, first * c, first * d + second * b * c);
    }

    HyperDual exp() {
        double e = Math.exp(a);
        return map(e, e, e);
    }

    HyperDual log() {
        return map(Math.log(a), 1 / a, -1 / (a * a));
    }

    HyperDual inverse() {
        return map(1 / a, -1 / (a * a), 2 / (a * a * a));
    }

    HyperDual tanh() {
        double t = Math.tanh(a);
        return map(t, 1 - t * t, -2 * t * (1 - t * t));
    }
}
