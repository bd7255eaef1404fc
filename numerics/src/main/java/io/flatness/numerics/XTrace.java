package io.flatness.numerics;

import io.flatness.spi.loss.SymmetricOperator;
import java.util.random.RandomGenerator;

/**
 * Estimates tr(A) by XTrace with Rademacher vectors.
 *
 * <p>Every test vector serves both to sketch the range of A and, left out of the sketch, to estimate the rest; the error
 * falls with the spectrum's tail. Two products a vector. Its leave-one-out error is too small (it covers 80–93 %), so the
 * interval comes from {@value #REPLICATES} independent replicates. Source: Epperly, Tropp and Webber (2024), SIAM J.
 * Matrix Anal. Appl. 45, basic form.
 */
public final class XTrace {
    static final int REPLICATES = 10;
    private static final int FIRST = 6;
    private static final long MAX_DOUBLES = 1L << 27;

    private XTrace() {}

    /** Estimates the trace and that of each part's diagonal block. */
    public static TraceEstimate estimate(
            SymmetricOperator operator, Parts parts, Effort effort, RandomGenerator random) {
        int n = operator.dimension();
        // More vectors than dimensions make no sketch that leaves something out.
        int most = (int) Math.max(1, Math.min(n, MAX_DOUBLES / 3 / n));
        if (effort.probes() > 0) {
            int replicates = Math.min(REPLICATES, Math.max(2, effort.probes() / 4));
            int vectors = Math.max(1, Math.min(most, effort.probes() / replicates));
            Replicates fixed = new Replicates(operator, parts, replicates, vectors, random);
            return fixed.result(true, fixed.products);
        }
        int products = 0;
        int vectors = Math.min(most, FIRST);
        while (true) {
            int cost = 2 * REPLICATES * vectors;
            if (products > 0 && cost >= n && products + n <= effort.maxProducts()) {
                return TraceEstimate.diagonal(operator, parts, 0, new double[parts.count()], 0, products);
            }
            Replicates pilot = new Replicates(operator, parts, REPLICATES, vectors, random);
            products += pilot.products;
            boolean last = vectors == most || products + 4 * pilot.products > effort.maxProducts();
            boolean promising = effort.reached(pilot.total.mean(), pilot.total.standardError());
            if (promising && products + pilot.products <= effort.maxProducts()) {
                // The pilot may look accurate by luck. What is reported has not been chosen by its own error.
                Replicates fresh = new Replicates(operator, parts, REPLICATES, vectors, random);
                products += fresh.products;
                boolean reached = effort.reached(fresh.total.mean(), fresh.total.standardError());
                last |= products + 4 * pilot.products > effort.maxProducts();
                if (reached || last) {
                    return fresh.result(reached, products);
                }
            } else if (last) {
                return pilot.result(promising, products);
            }
            vectors = Math.min(most, 2 * vectors);
        }
    }

    private static final class Replicates {
        private final Sample total = new Sample();
        private final Sample[] samples;
        private final int probes;
        private int products;

        Replicates(SymmetricOperator operator, Parts parts, int replicates, int vectors, RandomGenerator random) {
            samples = new Sample[parts.count()];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = new Sample();
            }
            probes = replicates * vectors;
            for (int replicate = 0; replicate < replicates; replicate++) {
                double[][] omegas = new double[vectors][];
                for (int i = 0; i < vectors; i++) {
                    omegas[i] = Hutchinson.rademacher(operator.dimension(), random);
                }
                double[][] leftOut = leaveOneOut(operator, parts, omegas);
                products += 2 * vectors;
                double sum = 0;
                for (int part = 0; part < samples.length; part++) {
                    double mean = 0;
                    for (double[] estimate : leftOut) {
                        mean += estimate[part] / vectors;
                    }
                    samples[part].add(mean);
                    sum += mean;
                }
                total.add(sum);
            }
        }

        TraceEstimate result(boolean converged, int allProducts) {
            return TraceEstimate.of(total, 0, samples, new double[samples.length], converged, probes, allProducts);
        }
    }

    /**
     * The leave-one-out estimates eᵢ = tr(QᵢᵀAQᵢ) + wᵢᵀAwᵢ with wᵢ = (I − QᵢQᵢᵀ)ωᵢ, per part; Qᵢ spans the other
     * products.
     */
    static double[][] leaveOneOut(SymmetricOperator operator, Parts parts, double[][] omegas) {
        int n = operator.dimension();
        int m = omegas.length;
        double[][] y = new double[m][n];
        operator.applyBlock(omegas, y);
        RangeFinder range = new RangeFinder();
        for (double[] image : y) {
            range.append(image.clone());
        }
        int rank = range.size();
        double[][] q = range.columns(0);
        double[][] z = new double[rank][n];
        operator.applyBlock(q, z);
        double[] whole = new double[parts.count()];
        for (int j = 0; j < rank; j++) {
            Vectors.axpy(1, parts.dots(q[j], z[j]), whole);
        }
        double[][] estimates = new double[m][];
        for (int i = 0; i < m; i++) {
            // Dependent products: leaving one out leaves the range as it is.
            double[] s = rank == m ? range.leftOut(i) : new double[rank];
            estimates[i] = leaveOut(omegas[i], y[i], q, z, s, whole, parts);
        }
        return estimates;
    }

    private static double[] leaveOut(
            double[] omega, double[] y, double[][] q, double[][] z, double[] s, double[] whole, Parts parts) {
        double[] qs = new double[omega.length];
        double[] zs = new double[omega.length];
        for (int j = 0; j < q.length; j++) {
            Vectors.axpy(s[j], q[j], qs);
            Vectors.axpy(s[j], z[j], zs);
        }
        double[] w = omega.clone();
        double[] image = y.clone();
        for (int j = 0; j < q.length; j++) {
            double x = Vectors.dot(q[j], omega);
            Vectors.axpy(-x, q[j], w);
            Vectors.axpy(-x, z[j], image);
        }
        double along = Vectors.dot(qs, omega);
        Vectors.axpy(along, qs, w);
        Vectors.axpy(along, zs, image);
        double[] estimate = parts.dots(w, image);
        double[] lost = parts.dots(qs, zs);
        for (int part = 0; part < estimate.length; part++) {
            estimate[part] += whole[part] - lost[part];
        }
        return estimate;
    }
}
