package io.flatness.transforms;

/** θᵢ = sᵢ exp(ηᵢ) with fixed signs sᵢ: a bijection of ℝⁿ onto the orthant of the signs. */
record LogScaleMap(double[] signs) implements Componentwise {
    @Override
    public int dimension() {
        return signs.length;
    }

    @Override
    public double[] forward(double[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = signs[i] * StrictMath.exp(x[i]);
        }
        return y;
    }

    @Override
    public double[] inverse(double[] y) {
        double[] x = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = StrictMath.log(Math.abs(y[i]));
        }
        return x;
    }

    @Override
    public double[] slopes(double[] x) {
        return forward(x);
    }

    @Override
    public double[] secondOrder(double[] x, double[] w, double[] v) {
        double[] product = pushForward(x, v);
        for (int i = 0; i < w.length; i++) {
            product[i] *= w[i];
        }
        return product;
    }

    @Override
    public double logAbsDeterminant(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value;
        }
        return sum;
    }
}
