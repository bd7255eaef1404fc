package io.flatness.transforms;

/**
 * ψ of Appendix A: slope ρ/r̂ up to r̂, then straight to (δ, δ), then the identity.
 *
 * <p>Piecewise linear: at r = r̂ and r = δ derivatives are those from below. At 0 the slope is the limit ρ/r̂, where the
 * printed formula has 0/0. Its inverse is the same function with r̂ and ρ exchanged.
 *
 * @param knee r̂
 * @param image ρ = ψ(r̂)
 * @param reach δ
 */
record PiecewiseProfile(double knee, double image, double reach) implements Profile {
    private double outerSlope() {
        return (reach - image) / (reach - knee);
    }

    @Override
    public double value(double r) {
        if (r > reach) {
            return r;
        }
        return r <= knee ? image / knee * r : reach - outerSlope() * (reach - r);
    }

    @Override
    public double slope(double r) {
        if (r > reach) {
            return 1;
        }
        return r <= knee ? image / knee : outerSlope();
    }

    @Override
    public double excess(double r) {
        if (r > reach || r <= knee) {
            return 0;
        }
        return reach * (knee - image) / (reach - knee) / r;
    }

    @Override
    public double curvature(double r) {
        return 0;
    }

    @Override
    public double inverse(double s) {
        return new PiecewiseProfile(image, knee, reach).value(s);
    }
}
