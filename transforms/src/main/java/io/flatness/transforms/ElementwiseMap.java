package io.flatness.transforms;

/** yᵢ = c'ᵢ + sgn(xᵢ − cᵢ) ψ(|xᵢ − cᵢ|): one odd increasing function for every parameter. */
record ElementwiseMap(double[] center, double[] image, Profile profile) implements Componentwise {
    @Override
    public double[] slopes(double[] x) {
        double[] slopes = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            slopes[i] = profile.slope(Math.abs(x[i] - center[i]));
        }
        return slopes;
    }

    @Override
    public int dimension() {
        return center.length;
    }

    @Override
    public double[] forward(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double offset = x[i] - center[i];
            y[i] = image[i] + Math.copySign(profile.value(Math.abs(offset)), offset);
        }
        return y;
    }

    @Override
    public double[] inverse(double[] y) {
        double[] x = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            double offset = y[i] - image[i];
            x[i] = center[i] + Math.copySign(profile.inverse(Math.abs(offset)), offset);
        }
        return x;
    }

    @Override
    public double[] secondOrder(double[] x, double[] w, double[] v) {
        double[] product = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            double offset = x[i] - center[i];
            product[i] = w[i] * v[i] * Math.signum(offset) * profile.curvature(Math.abs(offset));
        }
        return product;
    }

    @Override
    public double logAbsDeterminant(double[] x) {
        double sum = 0;
        for (double slope : slopes(x)) {
            sum += Math.log(slope);
        }
        return sum;
    }
}
