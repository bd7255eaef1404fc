package io.flatness.report;

/**
 * A figure on the page.
 *
 * @param id its name, as that of its file
 * @param svg the drawing for those without scripts, and for print
 * @param caption what to know beside the title
 */
public record Picture(String id, String svg, String caption) {}
