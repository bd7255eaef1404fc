package io.flatness.metrics.hessian;

import io.flatness.spi.About;
import io.flatness.spi.AnalysisFactory;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.Contents;
import io.flatness.spi.MetricFactory;
import java.util.List;

/** What this jar offers: curvature, and the two theorems that make it as large as one likes. */
public final class HessianContents implements Contents {
    /** Found by {@link java.util.ServiceLoader}. */
    public HessianContents() {}

    @Override
    public List<ComponentFactory<?>> components() {
        return List.of(
                MetricFactory.of(
                        "hessian-spectral-norm",
                        About.of("Spectral norm of the Hessian, its largest |eigenvalue|, with a rigorous interval "
                                        + "(Section 2).")
                                .definition("‖H‖₂ = max |λᵢ(H)|, H = ∇²L(θ)")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Section 2")
                                .cost("n products up to 400 parameters; beyond, typically 12 to 40 products with H and "
                                        + "60 vectors of memory"),
                        SpectralNormParameters.class,
                        SpectralNormParameters::metric),
                MetricFactory.of(
                        "hessian-top-eigenvalues",
                        About.of("Largest or smallest eigenvalues of the Hessian, each with its residual and so a "
                                        + "rigorous interval.")
                                .definition(
                                        "the count largest, smallest or largest in magnitude eigenvalues of H; the value "
                                                + "is the first")
                                .source(
                                        "Dinh, Pascanu, Bengio, Bengio (2017), Definition 6, for eigenvalues in place of "
                                                + "singular values")
                                .cost("n products up to 400 parameters; beyond, some tens of products and 60 vectors "
                                        + "of memory, or 3·count + 23"),
                        TopEigenvaluesParameters.class,
                        TopEigenvaluesParameters::metric),
                MetricFactory.of(
                        "hessian-trace",
                        About.of("Trace of the Hessian, exact for piecewise-linear networks, otherwise estimated to a "
                                        + "stated error.")
                                .definition("tr H = Σ H_ii = Σ λᵢ")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Section 2; Hutchinson (1989); Meyer, "
                                        + "Musco, Musco, Woodruff (2021); Epperly, Tropp, Webber (2024)")
                                .cost("exact: about (outputs + 1) gradients; hutchinson: one product a probe; hutch++: "
                                        + "one or two; xtrace: two"),
                        TraceParameters.class,
                        TraceParameters::metric),
                MetricFactory.of(
                        "hessian-frobenius-norm",
                        About.of("Frobenius norm of the Hessian: exact for few parameters, otherwise estimated to a "
                                        + "stated error.")
                                .definition("‖H‖_F = √(Σ H_ij²) = √(Σ λᵢ²)")
                                .source("Hutchinson (1989) for the estimate E‖Hz‖² = ‖H‖²_F")
                                .cost("one product a probe; n products up to 400 parameters"),
                        FrobeniusNormParameters.class,
                        FrobeniusNormParameters::metric),
                MetricFactory.of(
                        "hessian-spectrum",
                        About.of("All eigenvalues of the Hessian, up to a few thousand parameters; the value is the "
                                        + "largest.")
                                .definition("λ₁ ≥ … ≥ λ_n of H; the value is λ₁")
                                .source("the dense symmetric eigenproblem")
                                .cost("n products, n² doubles and about n³ operations; up to 4,000 parameters"),
                        SpectrumParameters.class,
                        SpectrumParameters::metric),
                MetricFactory.of(
                        "hessian-spectral-density",
                        About.of(
                                        "Spectral density of the Hessian by stochastic Lanczos quadrature; the value is the mean "
                                                + "eigenvalue.")
                                .definition(
                                        "the measure that gives every eigenvalue of H the mass 1/n; the value is its "
                                                + "mean tr H/n")
                                .source("Golub, Meurant (2010); Ubaru, Chen, Saad (2017)")
                                .cost("steps·probes products and about 40 more; steps vectors of memory"),
                        SpectralDensityParameters.class,
                        SpectralDensityParameters::metric),
                MetricFactory.of(
                        "hessian-rank",
                        About.of(
                                        "Numerical rank and inertia of the Hessian: how many eigenvalues are positive, negative "
                                                + "and zero.")
                                .definition("how many eigenvalues of H have |λ| > tolerance·max|λ|")
                                .source("Sylvester's law of inertia, for the count after scaling to a unit diagonal")
                                .cost("n products and about n³ operations up to 4,000 parameters; beyond, m = samples "
                                        + "× outputs products with the Jacobian and about n m² operations, or steps·probes "
                                        + "products"),
                        RankParameters.class,
                        RankParameters::metric),
                MetricFactory.of(
                        "effective-dimension",
                        About.of("Effective dimension Σ λ/(λ + z): how many directions are sharper than z.")
                                .definition("Σ λᵢ/(λᵢ + z)")
                                .source("Gull (1989); MacKay (1992)")
                                .cost("n products and about n³ operations, or steps·probes products beyond 4,000 "
                                        + "parameters"),
                        EffectiveDimensionParameters.class,
                        EffectiveDimensionParameters::metric),
                MetricFactory.of(
                        "hessian-log-determinant",
                        About.of("Pseudo-log-determinant of the Hessian: sum of log |eigenvalue| over those above a "
                                        + "threshold.")
                                .definition("Σ log |λᵢ| over |λᵢ| > tolerance·max|λ|")
                                .source("the pseudo-determinant, in logarithms")
                                .cost("n products and about n³ operations up to 4,000 parameters; beyond, that of "
                                        + "hessian-rank"),
                        LogDeterminantParameters.class,
                        LogDeterminantParameters::metric),
                MetricFactory.of(
                        "hessian-diagonal",
                        About.of(
                                        "Diagonal of the Hessian; the value is its largest entry, a lower bound of the largest "
                                                + "eigenvalue.")
                                .definition("H_ii for every parameter; the value is the largest")
                                .source(
                                        "Dinh, Pascanu, Bengio, Bengio (2017), Theorem 4, whose closed form rests on it; "
                                                + "Bekas, Kokiopoulou, Saad (2007) for the estimate")
                                .cost("about (outputs + 1) gradients, or probes + 1 products"),
                        DiagonalParameters.class,
                        DiagonalParameters::metric),
                MetricFactory.of(
                        "hessian-gradient-alignment",
                        About.of("Share of the squared gradient that lies in the span of the top eigenvectors of the "
                                        + "Hessian.")
                                .definition("‖Pg‖²/‖g‖², g = ∇L(θ), P the projection on the top eigenvectors of H")
                                .source("Gur-Ari, Roberts, Dyer (2018)")
                                .cost("one gradient and the products of the eigenvectors"),
                        GradientAlignmentParameters.class,
                        GradientAlignmentParameters::metric),
                MetricFactory.of(
                        "hessian-residual-share",
                        About.of("Share ‖H − G‖/‖H‖ of the Hessian that the Gauss–Newton matrix G misses, in the "
                                        + "Frobenius norm.")
                                .definition(
                                        "‖H − G‖_F/‖H‖_F of the split H = G + R into the Gauss–Newton matrix and the "
                                                + "residual part")
                                .source("Schraudolph (2002) for the split")
                                .cost("two products a probe; 2n products up to 400 parameters"),
                        ResidualShareParameters.class,
                        ResidualShareParameters::metric),
                MetricFactory.of(
                        "hessian-weighted-trace",
                        About.of("Trace of the Hessian in units of the parameters: Σ θᵢ² Hᵢᵢ, or ‖θ‖² times the trace.")
                                .definition("Σ θᵢ² Hᵢᵢ, or ‖θ‖² tr H")
                                .source("the curvature per relative change of each parameter")
                                .cost("about (outputs + 1) gradients for piecewise-linear networks; otherwise up to "
                                        + "maxProducts products"),
                        WeightedTraceParameters.class,
                        WeightedTraceParameters::metric),
                MetricFactory.of(
                        "hessian-spectral-entropy",
                        About.of("Rényi entropy of order 2 of the eigenvalues' magnitudes: the logarithm of how many "
                                        + "directions share the curvature.")
                                .definition("−log Σ pᵢ² with pᵢ = |λᵢ|/Σ|λ|")
                                .source("Rényi (1961), order 2")
                                .cost("n products and about n³ operations; steps·probes products beyond 4,000 "
                                        + "parameters"),
                        SpectralEntropyParameters.class,
                        SpectralEntropyParameters::metric),
                AnalysisFactory.of(
                        "theorem-4",
                        About.of("Finds the rescaling of two layers that brings the spectral norm of the Hessian to M "
                                        + "(Theorem 4).")
                                .definition(
                                        "an α with ‖∇²L(T_α θ)‖₂ ≥ M, where T_α multiplies one layer by α and another by "
                                                + "1/α")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Theorem 4")
                                .cost("about ten spectral norms a side"),
                        Theorem4Parameters.class,
                        Theorem4Parameters::analysis),
                AnalysisFactory.of(
                        "theorem-5",
                        About.of(
                                        "Finds the rescaling of all layers that brings at least r − min n_k eigenvalues above M "
                                                + "(Theorem 5).")
                                .definition(
                                        "a rescaling T with at least r − min n_k eigenvalues of ∇²L(Tθ) above M, r the "
                                                + "rank")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Theorem 5")
                                .cost("2n products and two dense eigendecompositions; up to 4,000 parameters"),
                        Theorem5Parameters.class,
                        Theorem5Parameters::analysis));
    }
}
