package io.flatness.transforms;

/** u = (x − mean)/deviation, feature by feature. */
record StandardizedInput(double[] mean, double[] deviation) implements Representation {
    @Override
    public void encode(double[] v, double[] into) {
        for (int j = 0; j < v.length; j++) {
            into[j] = v[j] / deviation[j];
        }
    }

    @Override
    public void decode(double[] v, double[] into) {
        for (int j = 0; j < v.length; j++) {
            into[j] = v[j] * deviation[j];
        }
    }

    @Override
    public double logAbsDeterminant() {
        double sum = 0;
        for (double scale : deviation) {
            sum -= Math.log(scale);
        }
        return sum;
    }
}
