package io.flatness.metrics.invariant;

import io.flatness.spi.About;
import io.flatness.spi.ComponentFactory;
import io.flatness.spi.Contents;
import io.flatness.spi.MetricFactory;
import java.util.List;

/** What this jar offers: measures that some or all rewritings of the same function leave alone. */
public final class InvariantContents implements Contents {
    /** Found by {@link java.util.ServiceLoader}. */
    public InvariantContents() {}

    @Override
    public List<ComponentFactory<?>> components() {
        return List.of(
                MetricFactory.of(
                        "fisher-hessian-trace",
                        About.of("Trace of the pseudo-inverse Fisher matrix times the Hessian.")
                                .definition("tr(F⁺H), F the Fisher matrix of the model")
                                .source("cf. the information criterion of Takeuchi (1976)")
                                .cost("two products per parameter and dense eigenvalue problems; up to 1,500 "
                                        + "parameters"),
                        NoParameters.class,
                        none -> new FisherHessianTrace()),
                MetricFactory.of(
                        "fisher-pencil",
                        About.of("Largest eigenvalue of the Hessian relative to the Fisher matrix, on its range.")
                                .definition("the largest λ with Hv = λFv on the range of the Fisher matrix F")
                                .source("the generalized eigenvalue problem of Hessian and Fisher matrix")
                                .cost("two products per parameter and dense eigenvalue problems; up to 1,500 "
                                        + "parameters"),
                        NoParameters.class,
                        none -> new FisherPencil()),
                MetricFactory.of(
                        "fisher-rao-norm",
                        About.of("Length of the parameter vector in the Fisher metric.")
                                .definition("√(θᵀFθ), F the Fisher matrix of the model or the empirical one")
                                .source("Liang, Poggio, Rakhlin, Stokes (2019), AISTATS")
                                .cost("one Gauss–Newton product, two to three gradients"),
                        FisherRaoNormParameters.class,
                        FisherRaoNorm::new),
                MetricFactory.of(
                        "gauge-fixed-spectral-norm",
                        About.of("Spectral norm of the Hessian at the rescaling with the smallest weights.")
                                .definition(
                                        "‖DHD‖₂ at the rescaling of units with the least ‖θ‖², D the inverse factors")
                                .source("the minimum-norm gauge of the rescaling symmetry")
                                .cost("20 to 100 Hessian-vector products"),
                        NoParameters.class,
                        none -> new GaugeFixedSpectralNorm()),
                MetricFactory.of(
                        "gauge-fixed-trace",
                        About.of("Hessian trace at the rescaling with the smallest weights.")
                                .definition("Σ_k H_kk/factor_k² at the rescaling of units with the least ‖θ‖²")
                                .source("the minimum-norm gauge of the rescaling symmetry")
                                .cost("one exact diagonal of the Hessian"),
                        NoParameters.class,
                        none -> new GaugeFixedTrace()),
                MetricFactory.of(
                        "information-sharpness",
                        About.of("Trace of the pseudo-inverse Fisher matrix times the empirical Fisher matrix.")
                                .definition("tr(F⁺F_emp), the mean over samples of gᵢᵀF⁺gᵢ")
                                .source("the trace of the criterion of Takeuchi (1976); also called "
                                        + "information-geometric sharpness")
                                .cost("two products per parameter and a dense eigenvalue problem; up to 1,500 "
                                        + "parameters"),
                        NoParameters.class,
                        none -> new InformationSharpness()),
                MetricFactory.of(
                        "input-gradient-norm",
                        About.of("Mean norm of the gradient of the loss, or of the outputs, with respect to the input.")
                                .definition("the mean over samples of ‖∂ℓ/∂x‖₂, or of ‖∂f/∂x‖_F")
                                .source("the sensitivity of the function to its inputs; Novak, Bahri, Abolafia, "
                                        + "Pennington, Sohl-Dickstein (2018), ICLR")
                                .cost("one backward pass, or one per output"),
                        InputGradientNormParameters.class,
                        InputGradientNorm::new),
                MetricFactory.of(
                        "layer-normalized-hessian-norm",
                        About.of("Spectral norm of the Hessian with every tensor measured in units of its own norm.")
                                .definition("the spectral norm of (‖θ_k‖ H_kl ‖θ_l‖) over the tensors k, l")
                                .source("block-relative sharpness to second order")
                                .cost("20 to 100 Hessian-vector products"),
                        NoParameters.class,
                        none -> new LayerNormalizedHessianNorm()),
                MetricFactory.of(
                        "normalized-sharpness",
                        About.of("Curvature plus size of the weights at the best row and column scales of every layer.")
                                .definition(
                                        "Σ over layers of min over s, t > 0 of Σ_ij h_ij (s_i t_j)² + w_ij²/(s_i t_j)², "
                                                + "h the diagonal of the Hessian")
                                .source("Tsuzuku, Sato, Sugiyama (2019), arXiv:1901.04653")
                                .cost("one exact diagonal of the Hessian"),
                        NoParameters.class,
                        none -> new NormalizedSharpness()),
                MetricFactory.of(
                        "orbit-minimal-spectral-norm",
                        About.of("Smallest spectral norm of the Hessian over all rescalings of the same function.")
                                .definition("inf over rescalings T of ‖H(Tθ)‖₂ = ‖DHD‖₂, D = diag(1/factor)")
                                .source("the three lines theorem: the norm is log-convex in the logarithms of the "
                                        + "factors")
                                .cost("20 to 100 spectral norms"),
                        OrbitMinimalSpectralNormParameters.class,
                        OrbitMinimalSpectralNorm::new),
                MetricFactory.of(
                        "orbit-minimal-trace",
                        About.of("Smallest Hessian trace over all rescalings of the same function.")
                                .definition("inf over rescalings T of tr H(Tθ) = Σ_k H_kk/factor_k²")
                                .source("Ibayashi, Hamaguchi, Imaizumi (2021), for one factor per layer")
                                .cost("one exact diagonal of the Hessian: (classes + 1) backward passes"),
                        OrbitMinimalTraceParameters.class,
                        OrbitMinimalTrace::new),
                MetricFactory.of(
                        "parameter-norm",
                        About.of("Squared length of the parameter vector, with its exact infimum over rescalings.")
                                .definition("‖θ‖² = Σ_k θ_k² over all parameters")
                                .source("Jiang, Neyshabur, Mobahi, Krishnan, Bengio (2020), ICLR")
                                .cost("none beyond reading the parameters"),
                        NoParameters.class,
                        none -> new ParameterNorm()),
                MetricFactory.of(
                        "path-norm",
                        About.of(
                                        "Sum over all paths of the product of absolute weights to the power p, to the power 1/p.")
                                .definition(
                                        "(Σ over paths from an input, or from a bias, to an output of Π |w|^p)^{1/p}")
                                .source("Neyshabur, Tomioka, Srebro (2015), COLT")
                                .cost("one forward pass of one sample"),
                        PathNormParameters.class,
                        PathNorm::new),
                MetricFactory.of(
                        "relative-flatness",
                        About.of(
                                        "Trace of each layer weighted by the inner products of its neurons, summed over layers.")
                                .definition(
                                        "Σ over layers of Σ_{s,s'} ⟨w_s, w_s'⟩ tr H_{s,s'}, w_s the incoming weights of "
                                                + "neuron s")
                                .source("Petzka, Kamp, Adilova, Sminchisescu, Boley (2021), NeurIPS")
                                .cost("up to budget Hessian-vector products"),
                        RelativeFlatnessParameters.class,
                        RelativeFlatness::new),
                MetricFactory.of(
                        "fisher-gradient-norm",
                        About.of("Squared length of the gradient in the inverse Fisher metric: twice what a natural "
                                        + "gradient step promises.")
                                .definition("gᵀF⁺g, g the gradient of the loss, F the Fisher matrix of the model")
                                .source("Amari (1998) for the natural gradient")
                                .cost("n products and about n³ operations; up to 1,500 parameters"),
                        NoParameters.class,
                        none -> new FisherGradientNorm()),
                MetricFactory.of(
                        "layer-norms",
                        About.of(
                                        "Product or mean of the layers' spectral or Frobenius norms, in logarithms, or the sum "
                                                + "of their stable ranks.")
                                .definition(
                                        "Σ log ‖W_k‖², log d + Σ log ‖W_k‖²/d, or Σ ‖W_k‖²_F/‖W_k‖²₂ over the d affine "
                                                + "layers")
                                .source("Jiang, Neyshabur, Mobahi, Krishnan, Bengio (2020); Dziugaite et al. (2020); "
                                        + "Sedghi, Gupta, Long (2019) for convolutions")
                                .cost("one decomposition a layer; of circular convolutions side²/2 of twice the "
                                        + "channels"),
                        LayerNormsParameters.class,
                        LayerNorms::new),
                MetricFactory.of(
                        "output-margin",
                        About.of(
                                        "How far, at a percentile of the samples, the output of the label lies above the next: a "
                                                + "measure of the function alone.")
                                .definition(
                                        "the percentile of f_y − max over c ≠ y of f_c over the samples; of one output "
                                                + "|f|")
                                .source(
                                        "Bartlett, Foster, Telgarsky (2017); Jiang, Neyshabur, Mobahi, Krishnan, Bengio "
                                                + "(2020)")
                                .cost("one forward pass"),
                        OutputMarginParameters.class,
                        OutputMargin::new));
    }
}
