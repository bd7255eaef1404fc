package io.flatness.analyses;

import io.flatness.spi.About;
import io.flatness.spi.AnalysisFactory;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.Contents;
import java.util.List;

/** What this jar offers: questions about several measurements at once. */
public final class AnalysisContents implements Contents {
    /** Found by {@link java.util.ServiceLoader}. */
    public AnalysisContents() {}

    @Override
    public List<ComponentFactory<?>> components() {
        return List.of(
                AnalysisFactory.of(
                        "invariance-audit",
                        About.of("Tests every metric under every function-preserving change: invariant, changed or "
                                        + "undecided.")
                                .definition("m(θ) and m(gθ) compared with their errors for every metric m and "
                                        + "function-preserving change g")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), for the changes; Schuirmann (1987), for "
                                        + "the two one-sided tests")
                                .cost("every metric once for each change"),
                        InvarianceAudit.Parameters.class,
                        InvarianceAudit::of),
                AnalysisFactory.of(
                        "orbit-envelope",
                        About.of("The smallest and largest value of a metric over all rescalings of the same function, "
                                        + "with the point.")
                                .definition("infimum and supremum of a metric over all positive rescalings that the "
                                        + "network's graph allows")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Theorem 4, for the supremum; Ibayashi, "
                                        + "Hamaguchi, Imaizumi (2021), for the infimum of the trace over layers")
                                .cost("one exact diagonal, or 20 to 100 spectral norms"),
                        OrbitEnvelope.Parameters.class,
                        OrbitEnvelope::of),
                AnalysisFactory.of(
                        "rank-flip",
                        About.of("Finds a function-preserving rescaling that reverses which of two networks is called "
                                        + "flatter.")
                                .definition(
                                        "the least m such that powers 2^±m of two layers' factors reverse which of two "
                                                + "networks is called flatter")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Theorem 4, turned on two networks")
                                .cost("some measurements for each exponent that is tried"),
                        RankFlip.Parameters.class,
                        RankFlip::of),
                AnalysisFactory.of(
                        "correlation",
                        About.of(
                                        "Rank correlation of every metric with the generalization gap, before and after random "
                                                + "rescalings.")
                                .definition(
                                        "Kendall's τ-b between a metric and the generalization gap, before and after "
                                                + "random rescalings; Ψ, its granulated form")
                                .source("Kendall (1945), Biometrika 33; Jiang, Neyshabur, Mobahi, Krishnan, Bengio "
                                        + "(2020)")
                                .cost("every metric twice for each network"),
                        Correlation.Parameters.class,
                        Correlation::of),
                AnalysisFactory.of(
                        "rank-perturbation",
                        About.of("Gives the curvatures of several minima any wanted values by changes of coordinates "
                                        + "around them.")
                                .definition(
                                        "radial coordinates with ρ = r̂ √(h_i/h*_i) around minimum i give its curvature "
                                                + "h_i the wanted value h*_i")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Section 5.1 and Appendix A")
                                .cost("two measurements for each minimum"),
                        RankPerturbation.Parameters.class,
                        RankPerturbation::of),
                AnalysisFactory.of(
                        "representation-ranking",
                        About.of("Ranks models in several representations of their inputs and outputs (Section 5.2, "
                                        + "Appendix C).")
                                .definition(
                                        "models ranked by a metric, or by their distance to a reference, in several "
                                                + "representations of inputs or outputs")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Section 5.2 and Appendix C")
                                .cost("every metric once for each representation"),
                        RepresentationRanking.Parameters.class,
                        RepresentationRanking::of),
                AnalysisFactory.of(
                        "section-4-3",
                        About.of("Rescales a network so that its ε-sharpness is at least that of a constant predictor "
                                        + "(Section 4.3).")
                                .definition(
                                        "the rescaling α = ε/‖W_i‖_F, after which a point of the ε-ball has a zero layer")
                                .source(
                                        "Dinh, Pascanu, Bengio, Bengio (2017), Section 4.3, with the Frobenius norm and "
                                                + "the closed ball")
                                .cost("two ε-sharpnesses"),
                        Section43.Parameters.class,
                        Section43::of));
    }
}
