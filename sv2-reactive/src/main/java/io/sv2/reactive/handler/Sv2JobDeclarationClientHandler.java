package io.sv2.reactive.handler;

/**
 * The job declarator client (chapter 6). Its messages come with the codec's job declaration family.
 */
public interface Sv2JobDeclarationClientHandler extends Sv2ClientHandler {}
