package io.sv2.reactive.handler;

/**
 * The job declarator server (chapter 6). Its messages come with the codec's job declaration family.
 */
public interface Sv2JobDeclarationServerHandler extends Sv2ServerHandler {}
