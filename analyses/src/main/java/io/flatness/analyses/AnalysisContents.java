package io.flatness.analyses;

import io.flatness.analyses.landscape.Coordinates;
import io.flatness.analyses.landscape.Landscape;
import io.flatness.analyses.landscape.ModeConnectivity;
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
                        Section43::of),
                AnalysisFactory.of(
                        "landscape",
                        About.of("The loss on lines and planes: along random directions, eigenvectors or the gradient, "
                                        + "between networks, along a path of checkpoints; before and after a transform "
                                        + "with the same scales.")
                                .definition(
                                        "L(θ + x d₁ + y d₂) on a regular grid; a random direction takes the norm of "
                                                + "each filter of θ, ‖d_f‖ = ‖θ_f‖")
                                .source("Li, Xu, Taylor, Studer, Goldstein (2018), for filter normalization and the "
                                        + "components of a path; Dinh, Pascanu, Bengio, Bengio (2017), Figure 1, for what "
                                        + "level and radius read")
                                .cost("points (a line) or points² (a plane) losses, and a Hessian-vector product for "
                                        + "each direction"),
                        Landscape.Parameters.class,
                        Landscape::of),
                AnalysisFactory.of(
                        "coordinates",
                        About.of(
                                        "What a change of coordinates does: the loss of a problem with one parameter over the new "
                                                + "one, the grid of one with two, distances from the point for any.")
                                .definition(
                                        "the curve (g(θ), L(θ)) over a regular grid of θ; the images g(θ) of the lines "
                                                + "of a grid; ‖g(θ) − g(θ̂)‖ over ‖θ − θ̂‖")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Figures 5 and 6")
                                .cost("points losses"),
                        Coordinates.Parameters.class,
                        Coordinates::of),
                AnalysisFactory.of(
                        "mode-connectivity",
                        About.of(
                                        "A curve between two networks along which the loss stays low, beside the straight line.")
                                .definition("φ(t) = (1 − t)² A + 2t(1 − t) C + t² B with C that minimizes the mean of "
                                        + "L(φ(t)); the barrier is the largest rise of L above the higher end")
                                .source(
                                        "Garipov, Izmailov, Podoprikhin, Vetrov, Wilson (2018), quadratic Bézier curves")
                                .cost("nodes gradients for each of steps evaluations, and 2 · points losses"),
                        ModeConnectivity.Parameters.class,
                        ModeConnectivity::of),
                AnalysisFactory.of(
                        "theorem-2",
                        About.of("Lays out the disjoint boxes of Theorem 2 and looks at the loss in their corners.")
                                .definition("T_α^j of the cube that a volume-lower-bound has proved, j = 0, 1, …")
                                .source("Dinh, Pascanu, Bengio, Bengio (2017), Theorem 2 and Figure 3")
                                .cost("one volume-lower-bound, boxes · corners losses"),
                        DisjointBoxes.Parameters.class,
                        DisjointBoxes::of));
    }
}
