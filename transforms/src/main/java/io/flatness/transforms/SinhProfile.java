package io.flatness.transforms;

/** ψ(r) = sinh r. */
record SinhProfile() implements Profile {
    @Override
    public double value(double r) {
        return StrictMath.sinh(r);
    }

    @Override
    public double slope(double r) {
        return StrictMath.cosh(r);
    }

    @Override
    public double excess(double r) {
        return r == 0 ? 0 : StrictMath.cosh(r) - StrictMath.sinh(r) / r;
    }

    @Override
    public double curvature(double r) {
        return StrictMath.sinh(r);
    }

    /** log(s + √(s² + 1)) for s ≥ 0, without cancellation near 0 or overflow far away. */
    @Override
    public double inverse(double s) {
        if (s > 1e8) {
            return StrictMath.log(s) + StrictMath.log(2);
        }
        return StrictMath.log1p(s + s * s / (1 + Math.sqrt(1 + s * s)));
    }
}
