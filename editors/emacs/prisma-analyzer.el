;;; prisma-analyzer.el --- Prisma schemas with the server prisma-analyzer -*- lexical-binding: t -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "29.1"))

;;; Commentary:

;; A mode for Prisma schemas, and what eglot needs to start prisma-analyzer for it.

;;; Code:

(require 'eglot)

(defvar prisma-analyzer-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?/ ". 124b" table)
    (modify-syntax-entry ?* ". 23" table)
    (modify-syntax-entry ?\n "> b" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?\" "\"" table)
    table)
  "What letters mean in schemas.")

(defvar prisma-analyzer-mode-keywords
  (list
   '("^\\s-*\\(model\\|view\\|type\\|enum\\|datasource\\|generator\\)\\s-+\\(\\sw+\\)"
     (1 font-lock-keyword-face) (2 font-lock-type-face))
   '("@@?[A-Za-z_.]+" . font-lock-preprocessor-face)
   '("^\\s-+\\(\\(?:\\sw\\|\\s_\\)+\\)\\s-+\\([A-Z]\\(?:\\sw\\|\\s_\\)*\\)"
     (1 font-lock-variable-name-face) (2 font-lock-type-face))
   '("\\_<\\(true\\|false\\|null\\)\\_>" . font-lock-constant-face))
  "Colours until the server's come.")

(defun prisma-analyzer-indent-line ()
  "Indent by the depth of brackets."
  (interactive)
  (let* ((depth (save-excursion
                  (beginning-of-line)
                  (- (car (syntax-ppss)) (if (looking-at-p "\\s-*[])}]") 1 0))))
         (behind (- (point-max) (point))))
    (indent-line-to (* 2 (max depth 0)))
    (when (> (- (point-max) behind) (point)) (goto-char (- (point-max) behind)))))

;;;###autoload
(define-derived-mode prisma-analyzer-mode prog-mode "Prisma"
  "A mode for Prisma schemas."
  (setq-local font-lock-defaults '(prisma-analyzer-mode-keywords)
              comment-start "// "
              comment-start-skip "//+\\s-*"
              indent-line-function #'prisma-analyzer-indent-line
              indent-tabs-mode nil
              tab-width 2))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.prisma\\'" . prisma-analyzer-mode))

;; Also for other modes that are called so.
(add-to-list 'eglot-server-programs
             '(((prisma-analyzer-mode :language-id "prisma") (prisma-mode :language-id "prisma")
                (prisma-ts-mode :language-id "prisma"))
               . ("prisma-analyzer" "lsp")))

(add-hook 'prisma-analyzer-mode-hook #'eglot-ensure)

(provide 'prisma-analyzer)
;;; prisma-analyzer.el ends here
